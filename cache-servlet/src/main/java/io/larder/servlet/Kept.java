package io.larder.servlet;

import io.larder.cache.FillResult;
import io.larder.http.CacheStatus;
import org.jspecify.annotations.Nullable;

/**
 * What was handed to the store.
 *
 * @param result what became of it; null if it is beyond a limit of the store
 */
record Kept(@Nullable FillResult result) {

  /** A status that says so. */
  CacheStatus in(CacheStatus status) {
    if (result == null) {
      return status.detail("limit");
    }
    return switch (result) {
      case STORED -> status.stored();
      case REFUSED -> status.detail("outrun");
      case UNAVAILABLE -> status.detail("store-unavailable");
    };
  }
}
