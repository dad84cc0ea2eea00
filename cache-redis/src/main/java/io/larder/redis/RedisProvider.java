package io.larder.redis;

import io.larder.cache.spi.Backend;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.BackendProvider;
import io.larder.cache.spi.StoreUri;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Opens {@code redis://user:password@host:6379/0}, {@code
 * redis+sentinel://host1,host2,host3/mymaster/0} and {@code redis+cluster://host1,host2,host3};
 * with TLS these are {@code rediss://…} and so on.
 *
 * <p>*
 *
 * <p>Options, beside those of every store: {@code deadline} (250ms, for an operation as a whole),
 * and within it {@code connectTimeout} (200ms), {@code timeout} (200ms of silence while an answer
 * is due) and {@code poolWait} (100ms for a free connection); {@code poolSize} (16 connections to a
 * server) and {@code maxCallers} (as many, the threads that may wait for answers); {@code
 * clientName} ({@code larder}); with TLS also {@code ca}, the path of a PEM file with the
 * certificates to trust instead of the platform's; with sentinels {@code sentinelUser} and {@code
 * sentinelPassword}, which are theirs alone. The name in a server's certificate is always checked.
 *
 * <p>With {@code tiered+} in front of any of these schemes each process keeps copies in its memory:
 * {@code maxBytes} (64MB) of them, served for {@code stalenessBound} (2s) at most after somebody
 * else has ended what they are copies of.
 */
public final class RedisProvider implements BackendProvider {

  /** Creates the provider; for {@link java.util.ServiceLoader}. */
  public RedisProvider() {}

  @Override
  public Set<String> schemes() {
    Set<String> schemes = new HashSet<>(RedisOptions.SCHEMES);
    RedisOptions.SCHEMES.forEach(scheme -> schemes.add(NearOptions.TIERED + scheme));
    return Set.copyOf(schemes);
  }

  @Override
  public Set<String> options(String scheme) {
    Set<String> names = RedisOptions.names(scheme);
    return NearOptions.isTiered(scheme) ? NearOptions.and(names) : names;
  }

  /**
   * Opens a backend without asking the server anything.
   *
   * @throws IllegalArgumentException if the URI or an option is wrong
   * @throws IllegalStateException if the Jedis on the class path is too old
   */
  @Override
  public Backend open(StoreUri uri, BackendContext context) {
    return open(RedisOptions.of(uri), NearOptions.of(uri), context);
  }

  static Backend open(RedisOptions options, @Nullable NearOptions near, BackendContext context) {
    JedisVersion.require();
    try {
      RedisBackend redis = OwnClient.open(options, context, InetAddress::getAllByName);
      redis.advise(List::of);
      return near == null ? redis : near.over(redis, context);
    } catch (LinkageError e) {
      throw JedisVersion.tooOld(JedisVersion.found(), e);
    }
  }
}
