package io.larder.example;

/** The universities API gave no usable answer; the message says why, for the client too. */
final class UpstreamException extends Exception {
  private static final long serialVersionUID = 1L;

  /** In what way it failed. */
  enum Kind {
    /** It cannot be reached, or the connection broke. */
    DOWN,
    /** It did not answer in full before the deadline. */
    SLOW,
    /** It answered, but not with what was asked for. */
    RUBBISH
  }

  private final Kind kind;

  UpstreamException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  UpstreamException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }
}
