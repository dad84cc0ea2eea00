package io.larder.redis;

import io.larder.cache.Answer;
import io.larder.redis.MetaClock.ClockRegressed;
import io.larder.redis.Trouble.Kind;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The way to the server, on which an outage is an answer and never an exception.
 *
 * <p>What is asked has an end: the {@link Deadline} of a client that is ours, and for an injected
 * one its own timeouts. While the server is out of reach nobody waits at all.
 *
 * <p>Invalidations that do not reach the server wait, and nothing is read before they have been
 * replayed. Whatever shows that the server may have lost some (another server than before, a clock
 * that went back) first raises clock and floor above all that was seen, and replays those of the
 * last seconds. Thread-safe.
 */
final class RedisLink {

  private static final int ROUNDS = 3;

  /**
   * Connections that a restart has broken fail one by one, each at once; a pool may be full of
   * them.
   */
  private static final int MOST_ATTEMPTS = 64;

  private static final long PATIENCE_NANOS = 100_000_000L;

  /** Why something cannot be asked for while the rest can. */
  static final String PART_OUT_OF_REACH = "redis: a part of the cluster is out of reach";

  private final RedisConnection connection;
  private final Nodes nodes;
  private final MetaClock clock;
  private final Applying applying;
  private final ServerIdentity identity;
  private final Outages outages;
  private final RedisStats stats;
  private final Pending pending = new Pending();
  private final Breaker breaker;
  private final Replicas replicas;

  /** Held by who makes up for what was lost or deferred; nobody waits for it. */
  private final ReentrantLock recovering = new ReentrantLock();

  /** Counts how often clock and floor were raised; an answer from before is not to be trusted. */
  private final AtomicInteger epoch = new AtomicInteger();

  /** Counts what showed that the server may have lost invalidations. */
  private final AtomicInteger losses = new AtomicInteger();

  /** How many of {@link #losses} have been made up for; only written by who recovers. */
  private volatile int lossesMadeUpFor;

  private volatile boolean closed;

  /** Is run when the server is out of reach. */
  private volatile Runnable down = () -> {};

  RedisLink(RedisConnection connection, MetaClock clock, RedisStats stats) {
    this.connection = connection;
    this.stats = stats;
    this.nodes = connection.nodes();
    this.applying = new Applying(nodes, clock);
    this.clock = clock;
    this.identity = new ServerIdentity(nodes, losses::incrementAndGet);
    this.outages = new Outages(connection);
    this.replicas = Replicas.of(connection, clock.key());
    // Afterwards it is looked once more whether something waits: whoever found the breaker open
    // may have deferred it after the last look.
    this.breaker = new Breaker(connection.where(), this::tryAgain, this::ready);
    nodes.whenBack(this::partIsBack);
    nodes.whenReplaced(losses::incrementAndGet);
  }

  /**
   * Has somebody told when the server is out of reach; one at most.
   *
   * @param listener is run by whoever has found out, and waits for nothing
   */
  void whenDown(Runnable listener) {
    down = listener;
  }

  Pending pending() {
    return pending;
  }

  /**
   * Returns whether an entry can be asked for, as far as that is known: not if it lies on a part of
   * a cluster that is out of reach, or an invalidation of it waits for that part.
   */
  boolean isReachable(byte[] entry) {
    return !pending.ends(entry) && nodes.isReachable(entry);
  }

  /** Asks something about some entries, see {@link #ask(Supplier, Function)}. */
  <T> T ask(Collection<byte[]> entries, Supplier<T> question, Function<String, T> otherwise) {
    return ask(
        () -> {
          // Not before: what has just been put aside is not to be passed.
          for (byte[] entry : entries) {
            if (!isReachable(entry)) {
              return otherwise.apply(PART_OUT_OF_REACH);
            }
          }
          return question.get();
        },
        otherwise);
  }

  /**
   * Asks something that reads or fills. It may be asked again, so asking twice must do no harm.
   *
   * @param otherwise makes the answer from a short reason if the server cannot be asked
   */
  <T> T ask(Supplier<T> question, Function<String, T> otherwise) {
    if (breaker.isOpen()) {
      return otherwise.apply(outOfReach());
    }
    return connection.deadline().within(() -> askFromAPlace(question, otherwise));
  }

  private <T> T askFromAPlace(Supplier<T> question, Function<String, T> otherwise) {
    if (!connection.callers().enter()) {
      return otherwise.apply(turnedAway());
    }
    try {
      return askInTime(question, otherwise);
    } finally {
      connection.callers().leave();
    }
  }

  private String turnedAway() {
    if (Thread.currentThread().isInterrupted()) {
      return "redis: interrupted";
    }
    stats.countTurnedAway();
    Trouble trouble = new Trouble(Kind.BUSY, "all connections are in use");
    if (!connection.callers().isStuck()) {
      // Else it hangs, and those inside will tell of that.
      outages.odd(trouble, System.nanoTime());
    }
    return "redis: " + trouble.phrase();
  }

  private <T> T askInTime(Supplier<T> question, Function<String, T> otherwise) {
    for (int round = 0; round < ROUNDS; round++) {
      String refusal = ready();
      if (refusal != null) {
        return otherwise.apply(refusal);
      }
      int before = epoch.get();
      int failures = identity.failures();
      long began = System.nanoTime();
      try {
        T answer = patiently(question);
        identity.check(failures);
        if (!isLost() && before == epoch.get()) {
          return answer;
        }
      } catch (ClockRegressed e) {
        lost(before);
      } catch (JedisException e) {
        return otherwise.apply(failed(e, began, false));
      }
    }
    return otherwise.apply("redis: its clock goes backwards");
  }

  /** Does what asks more than once within the time of one operation. */
  <T> T inOneTime(Supplier<T> work) {
    return connection.deadline().within(work);
  }

  /** Returns from how long on an answer is slow, in nanoseconds. */
  long slowNanos() {
    return connection.deadline().slowNanos();
  }

  /** Takes notice that the server has refused something about one key of several. */
  void odd(JedisDataException e) {
    outages.odd(Trouble.of(e), System.nanoTime());
  }

  /** Applies an invalidation, or keeps it. */
  Answer apply(Invalidation what) {
    return apply(() -> applying.apply(what), what);
  }

  /**
   * Does some work that invalidates.
   *
   * @param work does it and returns whether the clock had to be restored
   * @param instead what is kept and replayed if it cannot be done
   */
  Answer apply(BooleanSupplier work, Invalidation instead) {
    return connection
        .deadline()
        .within(
            () -> {
              Answer answer = applyFromAPlace(work, instead);
              return answer == Answer.APPLIED && !isSafe(instead) ? Answer.DEFERRED : answer;
            });
  }

  /** Returns whether enough replicas have what was applied. */
  private boolean isSafe(Invalidation what) {
    long began = System.nanoTime();
    try {
      return replicas.have(what);
    } catch (JedisException e) {
      // It is replayed with those of the last seconds, if the server is another one then.
      failed(e, began, true);
      return false;
    }
  }

  private Answer applyFromAPlace(BooleanSupplier work, Invalidation instead) {
    // Not to be slowed by those who read: they may not take these places.
    if (breaker.isOpen()) {
      return applyInTime(work, instead);
    }
    if (!connection.invalidators().enter()) {
      stats.countTurnedAway();
      pending.add(instead);
      breaker.tryNow();
      return Answer.DEFERRED;
    }
    try {
      return applyInTime(work, instead);
    } finally {
      connection.invalidators().leave();
    }
  }

  private Answer applyInTime(BooleanSupplier work, Invalidation instead) {
    if (breaker.isOpen() || isLost() || pending.isDue()) {
      return applyLater(instead);
    }
    int before = epoch.get();
    int failures = identity.failures();
    long began = System.nanoTime();
    try {
      boolean restored = patiently(work::getAsBoolean);
      identity.check(failures);
      if (isLost() || before != epoch.get()) {
        // One that is not the server any more may have applied it, and nobody has learnt of that.
        return applyLater(instead);
      }
      pending.applied(instead, System.nanoTime());
      if (restored) {
        pending.replayRecent(System.nanoTime());
        epoch.incrementAndGet();
        // Now, and not by who comes next: all the others would be told to wait.
        ready();
      }
      return Answer.APPLIED;
    } catch (ShardFailure e) {
      e.tell(began);
      // Puts aside what has to wait, and applies what lies elsewhere.
      return applyLater(instead);
    } catch (JedisException e) {
      pending.add(instead);
      if (breaker.isLate(began)) {
        // No trial is due, which would replay it.
        breaker.tryNow();
      }
      failed(e, began, true);
      return Answer.DEFERRED;
    }
  }

  /** Has it wait with all others, and does what waits if that can be done now. */
  private Answer applyLater(Invalidation what) {
    pending.add(what);
    return ready() == null && !waits(what) ? Answer.APPLIED : Answer.DEFERRED;
  }

  private boolean waits(Invalidation what) {
    return what.unlink().stream().anyMatch(pending::ends)
        || what.soften().stream().anyMatch(pending::ends);
  }

  /**
   * Asks the server for its version, whatever happened before.
   *
   * @throws JedisException if it does not answer
   */
  String version() {
    String version = connection.deadline().within(identity::askNow);
    breaker.wake();
    return version;
  }

  /**
   * Returns the logical clock and the server that tells it; nothing if it cannot be asked, or is
   * not the one that this node takes for its server.
   */
  Optional<Pulse> pulse() {
    return ask(this::knownPulse, reason -> Optional.empty());
  }

  private Optional<Pulse> knownPulse() {
    Optional<Pulse> pulse = clock.pulse();
    if (pulse.isPresent() && !identity.knows(pulse.get().server())) {
      // If it is another one than before, that is made up for before anybody is told.
      String unused = identity.askNow();
    }
    return pulse.filter(it -> identity.knows(it.server()));
  }

  /**
   * Opens a connection that listens to the server of the clock.
   *
   * @throws JedisException if it is out of reach
   */
  Ear ear() {
    return connection.deadline().within(() -> nodes.ear(clock.key()));
  }

  /** Counts how often clock and floor were raised, or what shows that they will have to be. */
  int epoch() {
    return epoch.get() + losses.get();
  }

  /** Ends what this does on its own; what is under way still has to be cut. */
  void close() {
    closed = true;
    breaker.close();
  }

  /** Waits a moment for the end of what was under way. */
  void awaitEnd() {
    breaker.awaitEnd();
  }

  /** Returns why the server cannot be asked, or {@code null} if it can. */
  private @Nullable String ready() {
    if (breaker.isOpen()) {
      return outOfReach();
    }
    if (!isLost() && !pending.isDue()) {
      return null;
    }
    if (recovering.isHeldByCurrentThread() || !recovering.tryLock()) {
      return outages.reason();
    }
    long began = System.nanoTime();
    try {
      patiently(this::recover);
      return null;
    } catch (JedisException e) {
      return failed(e, began, true);
    } finally {
      recovering.unlock();
    }
  }

  private String outOfReach() {
    breaker.keepTrying();
    return outages.reason();
  }

  /** Asks a server that was out of reach; returns whether all may ask it again. */
  private boolean tryAgain() {
    if (!recovering.tryLock()) {
      return false;
    }
    long began = System.nanoTime();
    nodes.lookAgain();
    try {
      patiently(this::recover);
      if (breaker.isOpen()) {
        requirePace();
        nodes.forgetPace();
        outages.over();
      }
      return true;
    } catch (JedisException e) {
      failed(e, began, true);
      return false;
    } finally {
      recovering.unlock();
    }
  }

  /** Asks what a look-up asks, now that there is a connection, and that fast enough. */
  private void requirePace() {
    long slow = connection.deadline().slowNanos();
    long began = System.nanoTime();
    connection.deadline().within(clock::touch);
    if (System.nanoTime() - began > slow) {
      throw new SlowServer(slow);
    }
  }

  /** Each step has a deadline of its own, unless a caller waits: there may be thousands. */
  private boolean recover() {
    Deadline each = connection.deadline();
    each.within(identity::askNow);
    each.within(clock::touch);
    int seen = losses.get();
    if (seen != lossesMadeUpFor) {
      pending.replayRecent(System.nanoTime());
      each.within(() -> applying.apply(Invalidation.ALL));
      epoch.incrementAndGet();
      // Not what came while this was under way: the server may have changed after it.
      lossesMadeUpFor = seen;
    }
    for (Invalidation first = pending.first(); first != null; first = pending.first()) {
      Invalidation next = first;
      long began = System.nanoTime();
      try {
        each.within(() -> applying.apply(next));
      } catch (ShardFailure e) {
        e.tell(began);
        pending.putAside(next, nodes::isReachable);
        continue;
      }
      pending.remove(next);
      pending.applied(next, System.nanoTime());
    }
    return true;
  }

  private void lost(int before) {
    if (before == epoch.get()) {
      losses.incrementAndGet();
    }
  }

  private boolean isLost() {
    return losses.get() != lossesMadeUpFor;
  }

  /**
   * A part of a cluster is back: what waits for it is done now, by the thread that tries servers.
   */
  private void partIsBack() {
    if (pending.takeUp()) {
      breaker.tryNow();
    }
  }

  private <T> T patiently(Supplier<T> work) {
    long start = System.nanoTime();
    for (int attempt = 1; ; attempt++) {
      try {
        return work.get();
      } catch (JedisException e) {
        if (attempt == MOST_ATTEMPTS
            || System.nanoTime() - start > PATIENCE_NANOS
            || !Trouble.isOfOneConnection(e)) {
          throw e;
        }
        nodes.forgetIdle();
      }
    }
  }

  /** Asks an old server how old it is, which nobody may have done yet. */
  private String versionFor(Trouble trouble) {
    if (trouble.kind() == Kind.OLD && identity.version().isEmpty()) {
      try {
        return connection.deadline().within(identity::askNow);
      } catch (JedisException e) {
        // Then the sentence goes without it.
        return "";
      }
    }
    return identity.version();
  }

  private String failed(JedisException e, long began, boolean always) {
    Trouble trouble = Trouble.of(e);
    if (e instanceof ShardFailure part) {
      part.tell(began);
      return "redis: " + trouble.phrase();
    }
    long now = System.nanoTime();
    if (trouble.kind() == Kind.INTERRUPTED) {
      Thread.currentThread().interrupt();
    } else if (closed) {
      return "redis: closed";
    } else if (always || trouble.kind().concernsAll()) {
      if (!breaker.isLate(began)) {
        outages.down(trouble, versionFor(trouble), now);
        breaker.trip(began, now);
        down.run();
      }
    } else {
      outages.odd(trouble, now);
    }
    return "redis: " + trouble.phrase();
  }
}
