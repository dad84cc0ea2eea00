package io.larder.cache.codec;

import org.jspecify.annotations.Nullable;

/** A value could not be written as bytes, or bytes could not be read as a value. */
public final class CodecException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates the exception with a sentence, and what it came from where there is such a thing. */
  public CodecException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
