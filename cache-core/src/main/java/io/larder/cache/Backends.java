package io.larder.cache;

import io.larder.cache.spi.Backend;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.BackendProvider;
import io.larder.cache.spi.StoreUri;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;

/** Finds the provider for a store's URI and refuses what no provider knows. */
final class Backends {

  private Backends() {}

  static Backend open(StoreUri uri, BackendContext context) {
    BackendProvider provider = provider(uri.scheme());
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
                + ": are "
                + String.join(", ", known));
      }
    }
    return provider.open(uri, context);
  }

  private static BackendProvider provider(String scheme) {
    Set<String> schemes = new TreeSet<>();
    List<BackendProvider> found = new ArrayList<>();
    List<ServiceConfigurationError> broken = new ArrayList<>();
    for (ServiceLoader.Provider<BackendProvider> each :
        ServiceLoader.load(BackendProvider.class, Backends.class.getClassLoader()).stream()
            .toList()) {
      try {
        BackendProvider provider = each.get();
        schemes.addAll(provider.schemes());
        if (provider.schemes().contains(scheme)) {
          found.add(provider);
        }
      } catch (ServiceConfigurationError e) {
        broken.add(e); // it may not be the one that is asked for
      }
    }
    if (found.size() > 1) {
      throw new IllegalArgumentException(
          "two stores on the class path open '"
              + scheme
              + ":', "
              + found.get(0).getClass().getName()
              + " and "
              + found.get(1).getClass().getName()
              + ": remove one");
    }
    if (found.isEmpty()) {
      IllegalArgumentException unknown = new IllegalArgumentException(unknown(scheme, schemes));
      broken.forEach(unknown::addSuppressed);
      throw unknown;
    }
    return found.get(0);
  }

  private static String unknown(String scheme, Set<String> schemes) {
    return "no store opens '"
        + Texts.head(scheme)
        + ":': the schemes on the class path are "
        + (schemes.isEmpty() ? "none at all" : String.join(", ", schemes))
        + (scheme.contains("redis") ? "; add the dependency io.larder:cache-redis" : "");
  }
}
