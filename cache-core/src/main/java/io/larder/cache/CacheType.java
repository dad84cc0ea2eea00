package io.larder.cache;

import java.util.Locale;

/** The kinds of store that {@code CACHE_TYPE} can name, by Flask-Caching's names and by ours. */
enum CacheType {
  MEMORY,
  REDIS,
  REDIS_SENTINEL,
  REDIS_CLUSTER,
  NONE;

  private static final String PACKAGE = "flask_caching.backends.";

  /**
   * Returns the type of that name, in any case: no two names differ in case alone.
   *
   * @throws IllegalArgumentException if there is none, with a sentence that says what to use
   */
  static CacheType of(String text) {
    String name = text.toLowerCase(Locale.ROOT);
    if (name.startsWith(PACKAGE)) {
      name = name.substring(name.lastIndexOf('.') + 1);
    }
    return switch (name) {
      case "redis", "rediscache" -> REDIS;
      case "redissentinel", "redissentinelcache" -> REDIS_SENTINEL;
      case "rediscluster", "redisclustercache" -> REDIS_CLUSTER;
      case "memory", "simple", "simplecache" -> MEMORY;
      case "none", "null", "nullcache" -> NONE;
      default -> throw new IllegalArgumentException(refusal(text, name));
    };
  }

  private static String refusal(String text, String name) {
    String subject = "CACHE_TYPE '" + Texts.head(text) + "' ";
    return switch (name) {
      case "filesystem", "filesystemcache" ->
          subject
              + "is a store in files, which Larder does not have: use redis to keep entries over a"
              + " restart, or memory";
      case "memcached",
          "memcachedcache",
          "gaememcached",
          "gaememcachedcache",
          "saslmemcached",
          "saslmemcachedcache",
          "spreadsaslmemcached",
          "spreadsaslmemcachedcache" ->
          subject + "is a store in Memcached, which Larder does not have: use redis or memory";
      case "uwsgi", "uwsgicache" ->
          subject + "is a store inside uWSGI, which Larder does not have: use memory or redis";
      default -> subject + "is unknown: use redis, memory (simple) or none (null)";
    };
  }
}
