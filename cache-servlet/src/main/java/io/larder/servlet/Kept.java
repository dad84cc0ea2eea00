package io.larder.servlet;

import io.larder.cache.FillResult;
import io.larder.http.CacheStatus;
import org.jspecify.annotations.Nullable;

/**
 * What was handed to the store.
 *
 * @param result what became of it; null if it is beyond a limit of the store
 * @param bytes the size of its content
 * @param limit which limit that is, as {@code Cache-Status} says it
 */
record Kept(@Nullable FillResult result, long bytes, String limit) {

  /** A status that says so. */
  CacheStatus in(CacheStatus status) {
    String refusal = refusal();
    return refusal == null ? status.stored() : status.detail(refusal);
  }

  /** Why it is not stored; null if it is. */
  @Nullable String refusal() {
    if (result == null) {
      return limit;
    }
    return switch (result) {
      case STORED -> null;
      case REFUSED -> "outrun";
      case UNAVAILABLE -> "store-unavailable";
    };
  }
}
