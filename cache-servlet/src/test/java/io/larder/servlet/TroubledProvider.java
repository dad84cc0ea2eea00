package io.larder.servlet;

import io.larder.cache.spi.Backend;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.BackendProvider;
import io.larder.cache.spi.StoreUri;
import java.util.Set;

/** Opens {@code troubled:}, as one does whose client is too old. */
public final class TroubledProvider implements BackendProvider {
  @Override
  public Set<String> schemes() {
    return Set.of("troubled");
  }

  @Override
  public Set<String> options(String scheme) {
    return Set.of();
  }

  @Override
  public Backend open(StoreUri uri, BackendContext context) {
    throw new IllegalStateException("the client is too old: raise its version");
  }
}
