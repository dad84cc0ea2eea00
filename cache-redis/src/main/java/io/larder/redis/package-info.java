/** The store on Redis, over Jedis. */
@NullMarked
package io.larder.redis;

import org.jspecify.annotations.NullMarked;
