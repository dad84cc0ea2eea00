package io.larder.redis;

import redis.clients.jedis.exceptions.JedisAccessControlException;

/** Whoever was to say the user and password has not. */
final class NoCredentials extends JedisAccessControlException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates it.
   *
   * @param why a few words that hold no secret
   */
  NoCredentials(String why) {
    super(why);
  }
}
