package io.larder.cache;

import io.larder.cache.spi.Backend;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.BackendProvider;
import io.larder.cache.spi.StoreUri;
import java.util.Set;

/**
 * Providers that ServiceLoader finds in tests: one that works, one in its way, two that are broken.
 */
public final class FakeProviders {

  private FakeProviders() {}

  /** Opens {@code fake:} and, as {@link Other} does, {@code both:}. */
  public static final class Fake implements BackendProvider {
    @Override
    public Set<String> schemes() {
      return Set.of("fake", "both");
    }

    @Override
    public Set<String> options(String scheme) {
      return Set.of("colour", "maxBytes");
    }

    @Override
    public Backend open(StoreUri uri, BackendContext context) {
      return new FakeBackend(uri.toString(), context);
    }
  }

  /** Opens {@code both:} too. */
  public static final class Other implements BackendProvider {
    @Override
    public Set<String> schemes() {
      return Set.of("both");
    }

    @Override
    public Set<String> options(String scheme) {
      return Set.of();
    }

    @Override
    public Backend open(StoreUri uri, BackendContext context) {
      throw new AssertionError("not to be opened");
    }
  }

  /** Cannot be made, as a provider whose dependency is missing. */
  public static final class Broken implements BackendProvider {
    public Broken() {
      throw new NoClassDefFoundError("missing/Client");
    }

    @Override
    public Set<String> schemes() {
      return Set.of("broken");
    }

    @Override
    public Set<String> options(String scheme) {
      return Set.of();
    }

    @Override
    public Backend open(StoreUri uri, BackendContext context) {
      throw new AssertionError("not to be opened");
    }
  }

  /** Is no provider, as one of another class loader's copy of this library is none. */
  public static final class Stranger {}
}
