/**
 * The rules of the logical clock as an executable specification: small worlds in which a few actors
 * take steps, and an {@link io.larder.redis.model.Explorer} that tries every order of them. One
 * command to the server, or one script on one slot, is one step; nothing else is, as on a cluster.
 *
 * <p>Read {@link io.larder.redis.model.Rule} first, then the tests. Each rule can be taken out of a
 * world, and what then goes wrong must be found. The worlds:
 *
 * <ul>
 *   <li>{@link io.larder.redis.model.ClaimWorld}: claims, tags, waiters, a near tier
 *   <li>{@link io.larder.redis.model.MarksWorld}: tags that change, clears, the floor
 *   <li>{@link io.larder.redis.model.LossWorld}: a clock that is lost, failovers, invalidations
 *       that do not reach the server; {@link io.larder.redis.model.Server} has the scripts, {@link
 *       io.larder.redis.model.Node} what a process makes of the answers
 *   <li>{@link io.larder.redis.model.SplitWorld}: two servers that answer at the same time
 *   <li>{@link io.larder.redis.model.BusWorld}: a near tier whose announcements are lost
 * </ul>
 */
@NullMarked
package io.larder.redis.model;

import org.jspecify.annotations.NullMarked;
