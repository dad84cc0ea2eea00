package io.larder.cache.memory;

import io.larder.cache.Sizes;
import io.larder.cache.spi.Backend;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.BackendProvider;
import io.larder.cache.spi.StoreUri;
import java.util.Set;

/**
 * Opens {@code memory:?maxBytes=64MB}, a store in the memory of this JVM, and {@code none:}, which
 * holds nothing.
 */
public final class MemoryProvider implements BackendProvider {

  private static final long DEFAULT_MAX_BYTES = 64L << 20;

  /** Creates the provider; for {@link java.util.ServiceLoader}. */
  public MemoryProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("memory", "none");
  }

  @Override
  public Set<String> options(String scheme) {
    return scheme.equals("memory") ? Set.of("maxBytes") : Set.of();
  }

  @Override
  public Backend open(StoreUri uri, BackendContext context) {
    if (uri.host().isPresent() || !uri.path().isEmpty()) {
      throw new IllegalArgumentException(
          "the store "
              + uri
              + " names a place, and "
              + uri.scheme()
              + " has none: write "
              + uri.scheme()
              + ": alone, with options after a '?'");
    }
    if (uri.scheme().equals("none")) {
      return new NoneBackend();
    }
    long maxBytes =
        uri.option("maxBytes").map(text -> Sizes.parse("maxBytes", text)).orElse(DEFAULT_MAX_BYTES);
    return open(context, maxBytes);
  }

  /** Opens a namespace in the memory of this JVM. */
  public static Backend open(BackendContext context, long maxBytes) {
    return new MemoryBackend(context, maxBytes);
  }
}
