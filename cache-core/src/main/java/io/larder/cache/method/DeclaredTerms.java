package io.larder.cache.method;

import io.larder.cache.Durations;
import io.larder.cache.annotation.CachePut;
import io.larder.cache.annotation.Cached;
import io.larder.cache.freshness.EarlyRefresh;
import io.larder.cache.freshness.Jitter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an annotation says of the lives of entries. Null: it says nothing, so that the cache's own
 * settings hold.
 *
 * @param version of the values' form; empty: none
 */
record DeclaredTerms(
    @Nullable Duration ttl,
    @Nullable Duration staleWhileRevalidate,
    @Nullable Duration staleIfError,
    @Nullable Duration nullTtl,
    @Nullable Jitter jitter,
    @Nullable EarlyRefresh earlyRefresh,
    String version) {

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException if one is wrong, with a sentence that names it
   */
  static DeclaredTerms of(Cached cached) {
    return new DeclaredTerms(
        duration("ttl", cached.ttl()),
        duration("staleWhileRevalidate", cached.staleWhileRevalidate()),
        duration("staleIfError", cached.staleIfError()),
        duration("nullTtl", cached.nullTtl()),
        jitter(cached.jitter()),
        cached.earlyRefresh().isEmpty() ? null : EarlyRefresh.parse(cached.earlyRefresh()),
        version(cached.version()));
  }

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException if one is wrong, with a sentence that names it
   */
  static DeclaredTerms of(CachePut put) {
    return new DeclaredTerms(
        duration("ttl", put.ttl()),
        duration("staleWhileRevalidate", put.staleWhileRevalidate()),
        duration("staleIfError", put.staleIfError()),
        duration("nullTtl", put.nullTtl()),
        jitter(put.jitter()),
        null,
        version(put.version()));
  }

  /** These, and where they say nothing, the others. */
  DeclaredTerms orElse(DeclaredTerms others) {
    return new DeclaredTerms(
        ttl != null ? ttl : others.ttl,
        staleWhileRevalidate != null ? staleWhileRevalidate : others.staleWhileRevalidate,
        staleIfError != null ? staleIfError : others.staleIfError,
        nullTtl != null ? nullTtl : others.nullTtl,
        jitter != null ? jitter : others.jitter,
        earlyRefresh != null ? earlyRefresh : others.earlyRefresh,
        version.isEmpty() ? others.version : version);
  }

  /** These with another version. */
  DeclaredTerms withVersion(String other) {
    return new DeclaredTerms(
        ttl, staleWhileRevalidate, staleIfError, nullTtl, jitter, earlyRefresh, other);
  }

  private static @Nullable Duration duration(String name, String text) {
    return text.isEmpty() ? null : Durations.parsePositive(name, text);
  }

  private static @Nullable Jitter jitter(String text) {
    return text.isEmpty() ? null : Jitter.parse(text);
  }

  private static String version(String text) {
    if (!text.matches("[A-Za-z0-9._-]{0,64}")) {
      throw new IllegalArgumentException(
          "version '" + text + "' must be 1 to 64 of A-Z, a-z, 0-9, '.', '_' and '-'");
    }
    return text;
  }
}
