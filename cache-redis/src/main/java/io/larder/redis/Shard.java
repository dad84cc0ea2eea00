package io.larder.redis;

import java.util.List;
import java.util.function.Predicate;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/**
 * One primary of a cluster. While it is out of reach nobody asks it, but a thread that tries it
 * until it answers, or another one has its slots. Thread-safe.
 */
final class Shard implements AutoCloseable {

  private static final byte[] NONE = {};

  /** Slots that are on their way to it arrive, or are told of again, within that time. */
  private static final long EXPECTED_NANOS = 60_000_000_000L;

  private final Node node;
  private final int order;
  private final Deadline deadline;
  private final Outages outages;
  private final Breaker breaker;
  private final Predicate<Shard> stillThere;

  /** A key of it, to try it with; the last that failed. */
  private volatile byte[] key = NONE;

  private volatile JedisException failure = new JedisConnectionException("out of reach");
  private volatile boolean used;

  /** When somebody was last told that slots are on their way to it; 0 if nobody was. */
  private volatile long expectedAt;

  /**
   * Creates it, without connecting.
   *
   * @param order tells it from all others of its cluster, by which who asks several takes them
   * @param stillThere looks whether it still has slots
   * @param afterwards is run when it is back, or another one has its slots
   */
  Shard(Node node, int order, Deadline deadline, Predicate<Shard> stillThere, Runnable afterwards) {
    this.node = node;
    this.order = order;
    this.deadline = deadline;
    this.outages = Outages.ofPart(node.name());
    this.breaker = new Breaker(node.name(), this::tryAgain, afterwards);
    this.stillThere = stillThere;
  }

  Address address() {
    return node.address();
  }

  Node node() {
    return node;
  }

  /** Notes that slots are on their way to it. */
  void expectSlots() {
    expectedAt = System.nanoTime() | 1;
  }

  boolean expectsSlots() {
    return expectedAt != 0 && System.nanoTime() - expectedAt < EXPECTED_NANOS;
  }

  int order() {
    return order;
  }

  /** Returns whether anything was ever asked of it. */
  boolean isUsed() {
    return used;
  }

  boolean isDown() {
    return breaker.isOpen();
  }

  /**
   * Takes a connection to it for some questions.
   *
   * @throws ShardFailure if it is known to be down
   * @throws JedisException if it turns out to be
   */
  NodeExchange take(List<? extends Question<?>> questions, boolean asking) {
    used = true;
    if (breaker.isOpen()) {
      breaker.keepTrying();
      throw new ShardFailure(this, NONE, failure, false);
    }
    return node.take(questions, asking);
  }

  /**
   * Lets nobody ask it from now on until it answers, since something that began then has failed.
   */
  void down(ShardFailure e, long began) {
    if (!e.isNews()) {
      return;
    }
    if (breaker.isLate(began)) {
      // Something may wait for it that no trial is due for.
      breaker.tryNow();
      return;
    }
    if (e.getCause() instanceof JedisException cause) {
      failure = cause;
    }
    if (e.key().length > 0) {
      key = e.key();
    }
    long now = System.nanoTime();
    outages.down(Trouble.of(e), "", now);
    breaker.trip(began, now);
  }

  private boolean tryAgain() {
    if (!stillThere.test(this)) {
      return true;
    }
    byte[] about = key;
    Question<?> question = about.length == 0 ? Commands.info("server") : Commands.pttl(about);
    try {
      deadline.within(() -> ask(question));
      // Once more, now that there is a connection: this is what a look-up would wait for.
      long asked = System.nanoTime();
      deadline.within(() -> ask(question));
      if (System.nanoTime() - asked > deadline.slowNanos()) {
        throw new SlowServer(deadline.slowNanos());
      }
      JedisDataException refusal = question.refusal();
      if (refusal != null
          && !(refusal instanceof JedisRedirectionException)
          && Trouble.of(refusal).kind().concernsAll()) {
        throw refusal;
      }
      node.forgetPace();
      outages.over();
      return true;
    } catch (JedisException e) {
      failure = e;
      node.forgetIdle();
      outages.down(Trouble.of(e), "", System.nanoTime());
      return false;
    }
  }

  private boolean ask(Question<?> question) {
    node.ask(List.of(question));
    return true;
  }

  /** Ends it, since another one has its slots. */
  void replaced() {
    outages.replaced();
    close();
  }

  @Override
  public void close() {
    breaker.close();
    node.close();
  }

  /** Waits a moment for the end of what was under way. */
  void awaitEnd() {
    breaker.awaitEnd();
  }
}
