/**
 * A real Redis for every test that needs one, on any machine: {@link
 * io.larder.redis.testing.RedisFixture} finds or starts a server, {@link
 * io.larder.redis.testing.ClusterFixture} a cluster and {@link
 * io.larder.redis.testing.SentinelFixture} servers with sentinels. {@link
 * io.larder.redis.testing.ChaosProxy} stands for the network between.
 */
@NullMarked
package io.larder.redis.testing;

import org.jspecify.annotations.NullMarked;
