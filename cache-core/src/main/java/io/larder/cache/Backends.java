package io.larder.cache;

import io.larder.cache.spi.Backend;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.BackendProvider;
import io.larder.cache.spi.StoreUri;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds the provider for a store's URI and refuses what no provider knows. */
final class Backends {

  private Backends() {}

  static Backend open(StoreUri uri, BackendContext context) {
    Map<String, BackendProvider> providers = providers();
    BackendProvider provider = providers.get(uri.scheme());
    if (provider == null) {
      throw new IllegalArgumentException(
          "no store opens '"
              + uri.scheme()
              + ":': the schemes on the class path are "
              + String.join(", ", providers.keySet())
              + (uri.scheme().startsWith("redis")
                  ? "; add the dependency io.larder:cache-redis"
                  : ""));
    }
    Set<String> known = new TreeSet<>(provider.options(uri.scheme()));
    known.addAll(LarderSettings.URI_OPTIONS);
    for (String option : uri.options().keySet()) {
      if (!known.contains(option)) {
        throw new IllegalArgumentException(
            "the store "
                + uri
                + " has an unknown option '"
                + option
                + "': the options of "
                + uri.scheme()
                + " are "
                + String.join(", ", known));
      }
    }
    return provider.open(uri, context);
  }

  private static Map<String, BackendProvider> providers() {
    Map<String, BackendProvider> providers = new TreeMap<>();
    for (BackendProvider provider :
        ServiceLoader.load(BackendProvider.class, Backends.class.getClassLoader())) {
      provider.schemes().forEach(scheme -> providers.put(scheme, provider));
    }
    return providers;
  }
}
