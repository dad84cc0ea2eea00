package io.larder.cache;

/**
 * A call of a {@link Cache} that has no value to return, for a reason that is the cache's own. What
 * a loader throws is never wrapped in one.
 */
public abstract sealed class CacheException extends RuntimeException
    permits CacheTimeoutException, CacheWaitException, LoadCycleException {

  private static final long serialVersionUID = 1L;

  CacheException(String message) {
    super(message);
  }
}
