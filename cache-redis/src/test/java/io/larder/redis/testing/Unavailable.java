package io.larder.redis.testing;

/** A source of Redis that this machine does not have; the message is the reason, in a few words. */
final class Unavailable extends Exception {
  private static final long serialVersionUID = 1L;

  Unavailable(String reason) {
    super(reason);
  }

  Unavailable(String reason, Throwable cause) {
    super(reason, cause);
  }
}
