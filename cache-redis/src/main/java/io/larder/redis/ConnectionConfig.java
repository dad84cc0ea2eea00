package io.larder.redis;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisProtocol;

/**
 * How a connection begins: with the user and password, and the database if it is not the first.
 *
 * <p>It says no {@code HELLO}, which servers before Redis 6 and some proxies do not know: without
 * one a server speaks RESP2. One that is too old for the cache can so tell its version.
 */
final class ConnectionConfig implements JedisClientConfig {

  private final RedisOptions options;

  ConnectionConfig(RedisOptions options) {
    this.options = options;
  }

  @Override
  public @Nullable RedisProtocol getRedisProtocol() {
    return null;
  }

  @Override
  public boolean isAutoNegotiateProtocol() {
    return false;
  }

  @Override
  public int getSocketTimeoutMillis() {
    return Deadline.millis(options.timeout().toNanos());
  }

  @Override
  public @Nullable String getUser() {
    return options.user();
  }

  @Override
  public @Nullable String getPassword() {
    return options.password();
  }

  @Override
  public int getDatabase() {
    return options.database();
  }

  @Override
  public String getClientName() {
    return "larder";
  }
}
