package io.larder.cache.method;

/** What a method ends. */
sealed interface Eviction {

  /** The value under one key of a cache. */
  record OfKey(String cache, CallKey key) implements Eviction {}

  /** Everything that carries one of the tags; there is at least one. */
  record OfTags(CallTags tags) implements Eviction {}

  /** What a cache holds. */
  record OfAll(String cache) implements Eviction {}
}
