package io.larder.redis;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Whether the server may be asked, and what has to be made up for before.
 *
 * <p>Invalidations that did not reach it are replayed in order. Whatever shows that it may have
 * lost some first raises clock and floor above all that was seen, and replays those of the last
 * seconds. One thread does that at a time: of the callers whoever comes first, and while the server
 * is out of reach the one that tries it. Nobody waits for another. Thread-safe.
 */
final class Recovery {

  private final Deadline deadline;
  private final Nodes nodes;
  private final MetaClock clock;
  private final Applying applying;
  private final ServerIdentity identity;
  private final Losses losses;
  private final Retry retry;
  private final Pending pending = new Pending();
  private final Breaker breaker;
  private final Failures failures;

  /** Held by who makes up for what was lost or deferred. */
  private final ReentrantLock recovering = new ReentrantLock();

  Recovery(
      RedisConnection connection,
      MetaClock clock,
      Applying applying,
      ServerIdentity identity,
      Losses losses,
      Retry retry) {
    this.deadline = connection.deadline();
    this.nodes = connection.nodes();
    this.clock = clock;
    this.applying = applying;
    this.identity = identity;
    this.losses = losses;
    this.retry = retry;
    // Afterwards it is looked once more whether something waits: whoever found the breaker open
    // may have deferred it after the last look.
    this.breaker = new Breaker(connection.where(), this::tryAgain, this::refusal);
    this.failures = new Failures(connection, identity, breaker);
  }

  Pending pending() {
    return pending;
  }

  Breaker breaker() {
    return breaker;
  }

  Failures failures() {
    return failures;
  }

  /** Returns whether something has to be made up for. */
  boolean isDue() {
    return losses.areOpen() || pending.isDue();
  }

  /** Returns why nothing can be asked while the breaker is open; sees to it that somebody tries. */
  String outOfReach() {
    breaker.keepTrying();
    return failures.last();
  }

  /**
   * Returns why the server cannot be asked, or {@code null} if it can: then all was made up for.
   */
  @Nullable String refusal() {
    if (breaker.isOpen()) {
      return outOfReach();
    }
    if (!isDue()) {
      return null;
    }
    if (recovering.isHeldByCurrentThread() || !recovering.tryLock()) {
      return failures.last();
    }
    long began = System.nanoTime();
    try {
      retry.run(this::makeUp);
      return null;
    } catch (JedisException e) {
      return failures.ofNeeded(e, began);
    } finally {
      recovering.unlock();
    }
  }

  /**
   * A part of a cluster is back: what waits for it is done now, by the thread that tries servers.
   */
  void partIsBack() {
    if (pending.takeUp()) {
      breaker.tryNow();
    }
  }

  /** Asks a server that was out of reach; returns whether all may ask it again. */
  private boolean tryAgain() {
    if (!recovering.tryLock()) {
      return false;
    }
    long began = System.nanoTime();
    nodes.lookAgain();
    try {
      retry.run(this::makeUp);
      if (breaker.isOpen()) {
        requirePace();
        nodes.forgetPace();
        failures.over();
      }
      return true;
    } catch (JedisException e) {
      failures.ofNeeded(e, began);
      return false;
    } finally {
      recovering.unlock();
    }
  }

  /** Asks what a look-up asks, now that there is a connection, and that fast enough. */
  private void requirePace() {
    long slow = deadline.slowNanos();
    long began = System.nanoTime();
    deadline.within(clock::touch);
    if (System.nanoTime() - began > slow) {
      throw new SlowServer(slow);
    }
  }

  /** Each step has a deadline of its own, unless a caller waits: there may be thousands. */
  private boolean makeUp() {
    deadline.within(identity::askNow);
    deadline.within(clock::touch);
    int seen = losses.noticed();
    if (losses.areOpen()) {
      pending.replayRecent(System.nanoTime());
      deadline.within(() -> applying.apply(Invalidation.ALL));
      // Not for what came while this was under way: the server may have changed after it.
      losses.madeUpFor(seen);
    }
    for (Invalidation first = pending.first(); first != null; first = pending.first()) {
      replay(first);
    }
    return true;
  }

  private void replay(Invalidation what) {
    long began = System.nanoTime();
    try {
      deadline.within(() -> applying.apply(what));
    } catch (ShardFailure e) {
      e.tell(began);
      pending.putAside(what, nodes::isReachable);
      return;
    }
    pending.remove(what);
    pending.applied(what, System.nanoTime());
  }
}
