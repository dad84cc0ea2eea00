package io.larder.cache;

/**
 * A caller does not get what another one loads: too many wait for it, or it has waited too long,
 * and its cache has such callers fail ({@link CacheOptions#failWaiting}); or its thread was
 * interrupted while it waited, and still is.
 */
public final class CacheWaitException extends CacheException {

  private static final long serialVersionUID = 1L;

  /** Creates the exception with its sentence. */
  public CacheWaitException(String message) {
    super(message);
  }
}
