package io.larder.redis;

import io.larder.cache.spi.Backend;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.BackendProvider;
import io.larder.cache.spi.StoreUri;
import java.net.InetAddress;
import java.util.Set;

/**
 * Opens {@code redis://user:password@host:6379/0} and, with TLS, {@code rediss://…}.
 *
 * <p>Options, beside those of every store: {@code deadline} (1s, for an operation as a whole), and
 * within it {@code connectTimeout} (300ms), {@code timeout} (300ms of silence while an answer is
 * due) and {@code poolWait} (200ms for a free connection); {@code poolSize} (16 connections); with
 * {@code rediss} also {@code ca}, the path of a PEM file with the certificates to trust instead of
 * the platform's. The name in the server's certificate is always checked.
 *
 * <p>With {@code tiered+redis} and {@code tiered+rediss} each process keeps copies in its memory:
 * {@code maxBytes} (64MB) of them, served for {@code stalenessBound} (2s) at most after somebody
 * else has ended what they are copies of.
 */
public final class RedisProvider implements BackendProvider {

  private static final String TIERED = "tiered+";

  /** Creates the provider; for {@link java.util.ServiceLoader}. */
  public RedisProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("redis", "rediss", TIERED + "redis", TIERED + "rediss");
  }

  @Override
  public Set<String> options(String scheme) {
    Set<String> ofRedis = scheme.endsWith("rediss") ? RedisOptions.TLS : RedisOptions.PLAIN;
    return scheme.startsWith(TIERED) ? NearOptions.and(ofRedis) : ofRedis;
  }

  /**
   * Opens a backend without asking the server anything.
   *
   * @throws IllegalArgumentException if the URI or an option is wrong
   * @throws IllegalStateException if the Jedis on the class path is too old
   */
  @Override
  public Backend open(StoreUri uri, BackendContext context) {
    RedisOptions options = RedisOptions.of(uri);
    NearOptions near = uri.scheme().startsWith(TIERED) ? NearOptions.of(uri) : null;
    JedisVersion.require();
    try {
      RedisBackend redis = OwnClient.open(options, context, InetAddress::getAllByName);
      return near == null ? redis : near.over(redis, context);
    } catch (LinkageError e) {
      throw JedisVersion.tooOld(JedisVersion.found(), e);
    }
  }
}
