/** The store of Larder on Redis, over Jedis. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module io.larder.redis {
  requires transitive io.larder.cache;
  requires transitive redis.clients.jedis;
  requires io.github.resilience4j.circuitbreaker;
  requires org.apache.commons.pool2;
  requires static transitive org.jspecify;

  exports io.larder.redis;

  provides io.larder.cache.spi.BackendProvider with
      io.larder.redis.RedisProvider;
}
