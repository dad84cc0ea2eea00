package io.larder.redis;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Which server answers at one address, as each connection is asked when it is made.
 *
 * <p>Behind a name, a proxy or a port another one may take its place while connections to the
 * former still work: those are known from then on, and nothing that comes over them counts.
 * Thread-safe.
 */
final class Succession {

  private final String where;
  private final @Nullable Consumer<Introduction> check;
  private final AtomicLong strangers;
  private final Runnable replaced;

  /** Counts the servers that there have been; also read without the lock. */
  private volatile int number;

  private @Nullable String current;

  /**
   * Creates one that has met nobody.
   *
   * @param check throws what is wrong with whoever answers
   * @param strangers counts those that were not known to answer here
   * @param replaced is told of another server before any connection to it is used
   */
  Succession(Address where, Consumer<Introduction> check, AtomicLong strangers, Runnable replaced) {
    this.where = where.toString();
    this.check = check;
    this.strangers = strangers;
    this.replaced = replaced;
  }

  private Succession() {
    this.where = "";
    this.check = null;
    this.strangers = new AtomicLong();
    this.replaced = () -> {};
  }

  /** Returns one of servers that hold nothing, so that it does not matter which of them answers. */
  static Succession ofAnybody() {
    return new Succession();
  }

  /**
   * Asks a connection to whom it leads, one that is new or may be broken.
   *
   * @return whether that is another one than before
   * @throws JedisException if it does not tell, or is not the right one
   */
  boolean meet(NodeConnection connection) {
    if (check == null) {
      return false;
    }
    Introduction told = Introduction.over(connection, where);
    check.accept(told);
    synchronized (this) {
      String before = current;
      boolean known = before != null && before.equals(told.id());
      boolean another = before != null && !known;
      if (!known) {
        strangers.incrementAndGet();
      }
      if (another) {
        replaced.run();
        number++;
      }
      current = told.id();
      connection.leadsTo(number);
      return another;
    }
  }

  /** Returns whether a connection leads to one that another has taken the place of. */
  boolean isFormer(NodeConnection connection) {
    return connection.leadsTo() != number;
  }
}
