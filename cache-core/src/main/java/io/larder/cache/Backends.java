package io.larder.cache;

import io.larder.cache.spi.Backend;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.BackendProvider;
import io.larder.cache.spi.StoreUri;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;

/** Finds the provider for a store's URI and refuses what no provider knows. */
final class Backends {

  /** After so many a class path is beyond help. */
  private static final int MOST_BROKEN = 100;

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
    Iterator<BackendProvider> all =
        ServiceLoader.load(BackendProvider.class, Backends.class.getClassLoader()).iterator();
    boolean more = true;
    while (more && broken.size() < MOST_BROKEN) {
      try {
        more = all.hasNext();
        if (more) {
          BackendProvider provider = all.next();
          schemes.addAll(provider.schemes());
          if (provider.schemes().contains(scheme)) {
            found.add(provider);
          }
        }
      } catch (ServiceConfigurationError e) {
        // It may not be the one that is asked for: a container's own class path can name providers
        // of another copy of this library.
        broken.add(e);
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
