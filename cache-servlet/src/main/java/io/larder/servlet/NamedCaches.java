package io.larder.servlet;

import io.larder.cache.CacheSettings;
import io.larder.cache.Larder;
import io.larder.cache.key.ViewNames;
import java.util.Map;
import java.util.TreeMap;

/**
 * What properties say of caches by their names: {@code larder.cache.quotes} with the value {@code
 * ttl=30s staleIfError=1h}. Immutable.
 *
 * @param lines of settings by the caches' names
 */
record NamedCaches(Map<String, String> lines) {

  static final NamedCaches NONE = new NamedCaches(Map.of());

  private static final String PROPERTY = "larder.cache.";

  NamedCaches {
    lines = Map.copyOf(lines);
  }

  /** Returns whether a property is about a cache. */
  static boolean isOne(String property) {
    return property.startsWith(PROPERTY);
  }

  /**
   * Returns these with what one more property says.
   *
   * @throws IllegalArgumentException if it is wrong, or its cache is set already, with a sentence
   *     that names the property
   */
  NamedCaches with(String property, String line) {
    String cache = property.substring(PROPERTY.length());
    try {
      CacheSettings unused = CacheSettings.parse(line);
      Map<String, String> more = new TreeMap<>(lines);
      if (more.put(ViewNames.check(cache), line) != null) {
        throw new IllegalArgumentException("it is set twice: keep one of the two");
      }
      return new NamedCaches(more);
    } catch (IllegalArgumentException e) {
      throw refused(property, e);
    }
  }

  /**
   * Tells a Larder, whose caches may be open already.
   *
   * @throws IllegalArgumentException if a line contradicts what code says of its cache, with a
   *     sentence that names the property
   */
  void tell(Larder larder) {
    lines.forEach(
        (cache, line) -> {
          try {
            larder.configure(cache, line);
          } catch (IllegalArgumentException e) {
            throw refused(PROPERTY + cache, e);
          }
        });
  }

  private static IllegalArgumentException refused(String property, IllegalArgumentException why) {
    return new IllegalArgumentException("the property " + property + ": " + why.getMessage(), why);
  }
}
