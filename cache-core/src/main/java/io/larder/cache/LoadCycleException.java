package io.larder.cache;

/**
 * A loader asks, directly or through others, for a key whose load waits for it: it would never end.
 * The message names the keys. A mistake of the program, so nothing stale is served in its place.
 */
public final class LoadCycleException extends CacheException {

  private static final long serialVersionUID = 1L;

  /** Creates the exception with its sentence. */
  public LoadCycleException(String message) {
    super(message);
  }
}
