package io.larder.redis;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** No sentinel has named a primary. */
final class NoPrimary extends JedisConnectionException {

  private static final long serialVersionUID = 1L;

  private final transient Trouble trouble;

  NoPrimary(Trouble trouble, @Nullable Throwable cause) {
    super(trouble.phrase(), cause);
    this.trouble = trouble;
  }

  /** Returns what it means. */
  Trouble trouble() {
    return trouble;
  }
}
