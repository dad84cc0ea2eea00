package io.larder.cache.method;

import io.larder.cache.CacheSettings;
import io.larder.cache.annotation.CachePut;
import io.larder.cache.annotation.Cached;

/** What annotations say of the lives of entries: the words of a cache's settings. */
final class Declared {

  private final CacheSettings.Builder settings = CacheSettings.builder();

  private Declared() {}

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException if one is wrong, with a sentence that names it
   */
  static CacheSettings by(Cached cached) {
    return new Declared()
        .add("ttl", cached.ttl())
        .add("staleWhileRevalidate", cached.staleWhileRevalidate())
        .add("staleIfError", cached.staleIfError())
        .add("nullTtl", cached.nullTtl())
        .add("jitter", cached.jitter())
        .add("earlyRefresh", cached.earlyRefresh())
        .add("version", cached.version())
        .settings
        .build();
  }

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException if one is wrong, with a sentence that names it
   */
  static CacheSettings by(CachePut put) {
    return new Declared()
        .add("ttl", put.ttl())
        .add("staleWhileRevalidate", put.staleWhileRevalidate())
        .add("staleIfError", put.staleIfError())
        .add("nullTtl", put.nullTtl())
        .add("jitter", put.jitter())
        .add("version", put.version())
        .settings
        .build();
  }

  /** An attribute of an annotation that is empty says nothing. */
  private Declared add(String name, String text) {
    if (!text.isEmpty()) {
      settings.set(name, text);
    }
    return this;
  }
}
