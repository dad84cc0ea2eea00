package io.larder.redis;

import io.larder.cache.spi.Backend;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.BackendProvider;
import io.larder.cache.spi.StoreUri;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;

/**
 * Opens {@code redis://user:password@host:6379/0}, {@code
 * redis+sentinel://host1,host2,host3/mymaster/0} and {@code redis+cluster://host1,host2,host3};
 * with TLS these are {@code rediss://…} and so on.
 *
 * <p>Options, beside those of every store: {@code deadline} (250ms, for an operation as a whole),
 * and within it {@code connectTimeout} (200ms), {@code timeout} (200ms of silence while an answer
 * is due) and {@code poolWait} (100ms for a free connection); {@code poolSize} (16 connections to a
 * server) and {@code maxCallers} (as many, the threads that may wait for answers); {@code
 * clientName} ({@code larder}); with TLS also {@code ca}, the path of a PEM file with the
 * certificates to trust instead of the platform's; with sentinels {@code sentinelUser} and {@code
 * sentinelPassword}, which are theirs alone. The name in a server's certificate is always checked.
 */
public final class RedisProvider implements BackendProvider {

  /** Creates the provider; for {@link java.util.ServiceLoader}. */
  public RedisProvider() {}

  @Override
  public Set<String> schemes() {
    return RedisOptions.SCHEMES;
  }

  @Override
  public Set<String> options(String scheme) {
    return RedisOptions.names(scheme);
  }

  /**
   * Opens a backend without asking the server anything.
   *
   * @throws IllegalArgumentException if the URI or an option is wrong
   * @throws IllegalStateException if the Jedis on the class path is too old
   */
  @Override
  public Backend open(StoreUri uri, BackendContext context) {
    return open(RedisOptions.of(uri), context);
  }

  static RedisBackend open(RedisOptions options, BackendContext context) {
    JedisVersion.require();
    try {
      RedisBackend backend = OwnClient.open(options, context, InetAddress::getAllByName);
      backend.advisor(List::of).start();
      return backend;
    } catch (LinkageError e) {
      throw JedisVersion.tooOld(JedisVersion.found(), e);
    }
  }
}
