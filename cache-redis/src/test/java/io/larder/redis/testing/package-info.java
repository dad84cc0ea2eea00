/**
 * A real Redis for every test that needs one, on any machine: {@link
 * io.larder.redis.testing.RedisFixture} finds or starts it.
 */
@NullMarked
package io.larder.redis.testing;

import org.jspecify.annotations.NullMarked;
