/**
 * The rules of HTTP caching (RFC 9111, with RFC 9110, 9211, 9213, 9875 and 5861) as pure functions.
 *
 * <p>Nothing here knows a servlet, does I/O or reads a clock: a rule is given plain descriptions of
 * a request and a response, and the time where it needs one, and answers with a value. So every
 * rule can be tried in a table, and the code around it is left with a {@code switch}.
 *
 * <ul>
 *   <li>Before the handler runs: {@link io.larder.http.RequestRules} says whether the cache is
 *       asked at all.
 *   <li>When the handler has answered: {@link io.larder.http.StoreRules} says whether the answer
 *       may be stored, {@link io.larder.http.FreshnessRules} for how long, and {@link
 *       io.larder.http.FieldRules} which of its fields.
 *   <li>When a stored answer is looked for: {@link io.larder.http.Vary} and {@link
 *       io.larder.http.VaryKey} say which one fits a request, {@link io.larder.http.NoVarySearch}
 *       for which queries.
 *   <li>When a stored answer is used: {@link io.larder.http.Lifetime} says how fresh it is, {@link
 *       io.larder.http.ReuseRules} whether that will do for this client, {@link
 *       io.larder.http.Preconditions} whether the client needs its body, {@link
 *       io.larder.http.Ranges} which part of it, and {@link io.larder.http.CacheStatus} tells what
 *       happened.
 *   <li>When a stored answer is stale: {@link io.larder.http.ValidationRules} says how the handler
 *       is asked about it and which one a 304 confirms, {@link io.larder.http.FieldRules} how it is
 *       updated, and {@link io.larder.http.HeadRules} what the answer to a HEAD tells.
 *   <li>When only a part has arrived: {@link io.larder.http.StoredParts}.
 *   <li>When something has changed: {@link io.larder.http.InvalidationTargets}, {@link
 *       io.larder.http.CacheGroups} and {@link io.larder.http.SurrogateKeys} say what ends.
 * </ul>
 *
 * <p>What is asked for every hit ({@code RequestRules}, {@code Lifetime}, {@code ReuseRules} where
 * the client names no directive, {@code Preconditions} on its usual path, {@code Age}, {@code
 * CacheStatus.hit}) parses nothing and allocates nothing. Everything is immutable and safe for use
 * by several threads. No input, however malformed, makes a rule throw: what cannot be understood is
 * not stored, or not fresh.
 */
@NullMarked
package io.larder.http;

import org.jspecify.annotations.NullMarked;
