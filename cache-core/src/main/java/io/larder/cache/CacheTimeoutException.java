package io.larder.cache;

/**
 * A load has taken longer than its cache's {@link CacheOptions#hardTimeout}, and nothing stale may
 * be served. The load may still end, and be stored.
 */
public final class CacheTimeoutException extends CacheException {

  private static final long serialVersionUID = 1L;

  /** Creates the exception with its sentence. */
  public CacheTimeoutException(String message) {
    super(message);
  }
}
