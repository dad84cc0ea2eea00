package io.larder.cache;

/** Refuses a key, a tag or a value beyond a limit, with a sentence that names the limit. */
public final class LimitException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** Creates the refusal with its sentence. */
  public LimitException(String message) {
    super(message);
  }
}
