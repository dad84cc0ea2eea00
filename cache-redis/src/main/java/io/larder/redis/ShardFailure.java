package io.larder.redis;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A part of a cluster cannot be asked, and it is not the one that has the clock: what lies on the
 * others is served.
 */
final class ShardFailure extends JedisException {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable Shard shard;
  private final transient byte[] key;
  private final boolean news;

  /**
   * Creates it.
   *
   * @param shard the part; {@code null} if the cluster lacks it
   * @param key what it was asked about; empty if about itself
   * @param news whether it was asked, in vain; else nobody does that now
   */
  ShardFailure(@Nullable Shard shard, byte[] key, JedisException cause, boolean news) {
    super(cause.getMessage(), cause);
    this.shard = shard;
    this.key = key;
    this.news = news;
  }

  /** Lets nobody ask it from now on, since what began then has failed. */
  void tell(long began) {
    if (shard != null) {
      shard.down(this, began);
    }
  }

  byte[] key() {
    return key;
  }

  boolean isNews() {
    return news;
  }
}
