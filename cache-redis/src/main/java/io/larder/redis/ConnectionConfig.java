package io.larder.redis;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisCredentials;
import redis.clients.jedis.RedisProtocol;

/**
 * How a connection begins: with the user and password, and the database if it is not the first.
 *
 * <p>It says no {@code HELLO}, which servers before Redis 6 and some proxies do not know: without
 * one a server speaks RESP2. One that is too old for the cache can so tell its version.
 */
final class ConnectionConfig implements JedisClientConfig {

  private final RedisOptions options;
  private final Login login;
  private final int database;

  private ConnectionConfig(RedisOptions options, Login login, int database) {
    this.options = options;
    this.login = login;
    this.database = database;
  }

  /** Returns that of a connection to what holds the entries. */
  static ConnectionConfig of(RedisOptions options) {
    return new ConnectionConfig(options, options.login(), options.database());
  }

  /** Returns that of a connection to a sentinel, which has users of its own and no database. */
  static ConnectionConfig ofSentinel(RedisOptions options, Login login) {
    return new ConnectionConfig(options, login, 0);
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
    return Deadline.millis(options.timeouts().silence().toNanos());
  }

  /** Returns as whom connections log in. */
  Login login() {
    return login;
  }

  @Override
  public Supplier<RedisCredentials> getCredentialsProvider() {
    Credentials said = login.credentials();
    return said != null ? said : JedisClientConfig.super.getCredentialsProvider();
  }

  @Override
  public @Nullable String getUser() {
    return login.user();
  }

  @Override
  public @Nullable String getPassword() {
    return login.password();
  }

  @Override
  public int getDatabase() {
    return database;
  }

  @Override
  public String getClientName() {
    return options.clientName();
  }
}
