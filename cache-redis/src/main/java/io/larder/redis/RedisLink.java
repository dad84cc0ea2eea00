package io.larder.redis;

import io.larder.cache.Answer;
import io.larder.redis.MetaClock.ClockRegressed;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The way to the server, on which an outage is an answer and never an exception.
 *
 * <p>What is asked has an end: the {@link Deadline} of a client that is ours, and for an injected
 * one its own timeouts. While the server is out of reach nobody waits at all.
 *
 * <p>Invalidations that do not reach the server wait, and nothing is read before they have been
 * replayed, see {@link Recovery}. Thread-safe.
 */
final class RedisLink {

  /** How often clock and floor may be raised while something is asked. */
  private static final int ROUNDS = 3;

  /** Why something cannot be asked for while the rest can. */
  static final String PART_OUT_OF_REACH = "redis: a part of the cluster is out of reach";

  private final RedisConnection connection;
  private final Nodes nodes;
  private final MetaClock clock;
  private final RedisStats stats;
  private final ServerIdentity identity;
  private final Losses losses = new Losses();
  private final Retry retry;
  private final Recovery recovery;
  private final Breaker breaker;
  private final Invalidator invalidator;

  RedisLink(RedisConnection connection, MetaClock clock, RedisStats stats) {
    this.connection = connection;
    this.nodes = connection.nodes();
    this.clock = clock;
    this.stats = stats;
    this.identity = new ServerIdentity(nodes, losses::notice);
    this.retry = new Retry(nodes);
    Applying applying = new Applying(nodes, clock);
    this.recovery = new Recovery(connection, clock, applying, identity, losses, retry);
    this.breaker = recovery.breaker();
    Replicas replicas = Replicas.of(connection, clock.key());
    this.invalidator =
        new Invalidator(connection, stats, applying, replicas, this::attempt, losses, recovery);
    nodes.whenBack(recovery::partIsBack);
    nodes.whenReplaced(losses::notice);
  }

  private Attempt attempt() {
    return new Attempt(retry, identity, losses);
  }

  /**
   * Has somebody told when the server is out of reach; one at most.
   *
   * @param listener is run by whoever has found out, and waits for nothing
   */
  void whenDown(Runnable listener) {
    recovery.failures().whenDown(listener);
  }

  Pending pending() {
    return recovery.pending();
  }

  /**
   * Returns whether an entry can be asked for, as far as that is known: not if it lies on a part of
   * a cluster that is out of reach, or an invalidation of it waits for that part.
   */
  boolean isReachable(byte[] entry) {
    return !pending().ends(entry) && nodes.isReachable(entry);
  }

  /** Asks something about some entries, see {@link #ask(Supplier, Function)}. */
  <T> T ask(Collection<byte[]> entries, Supplier<T> question, Function<String, T> otherwise) {
    return ask(ofReachable(entries, question, otherwise), otherwise);
  }

  /** Asks something about some entries, see {@link #askApart(Supplier, Function)}. */
  <T> T askApart(Collection<byte[]> entries, Supplier<T> question, Function<String, T> otherwise) {
    return askApart(ofReachable(entries, question, otherwise), otherwise);
  }

  private <T> Supplier<T> ofReachable(
      Collection<byte[]> entries, Supplier<T> question, Function<String, T> otherwise) {
    return () -> {
      // Not before: what has just been put aside is not to be passed.
      for (byte[] entry : entries) {
        if (!isReachable(entry)) {
          return otherwise.apply(PART_OUT_OF_REACH);
        }
      }
      return question.get();
    };
  }

  /**
   * Asks something that reads or fills. It may be asked again, so asking twice must do no harm.
   *
   * @param otherwise makes the answer from a short reason if the server cannot be asked
   */
  <T> T ask(Supplier<T> question, Function<String, T> otherwise) {
    if (breaker.isOpen()) {
      return otherwise.apply(recovery.outOfReach());
    }
    return connection.deadline().within(() -> askFromAPlace(question, otherwise));
  }

  /**
   * Asks as {@link #ask(Supplier, Function)} does, but from none of the callers' places: what is
   * due in time however many callers there are, since they would be more without it. For the few
   * threads that {@link PoolLimits#APART} counts.
   */
  private <T> T askApart(Supplier<T> question, Function<String, T> otherwise) {
    if (breaker.isOpen()) {
      return otherwise.apply(recovery.outOfReach());
    }
    return connection.deadline().within(() -> askInTime(question, otherwise));
  }

  private <T> T askFromAPlace(Supplier<T> question, Function<String, T> otherwise) {
    Bulkhead places = connection.callers();
    if (!places.enter()) {
      return otherwise.apply(turnedAway(places));
    }
    try {
      return askInTime(question, otherwise);
    } finally {
      places.leave();
    }
  }

  private String turnedAway(Bulkhead places) {
    if (Thread.currentThread().isInterrupted()) {
      return "redis: interrupted";
    }
    stats.countTurnedAway();
    return recovery.failures().turnedAway(places.isStuck());
  }

  private <T> T askInTime(Supplier<T> question, Function<String, T> otherwise) {
    for (int round = 0; round < ROUNDS; round++) {
      String refusal = recovery.refusal();
      if (refusal != null) {
        return otherwise.apply(refusal);
      }
      Attempt attempt = attempt();
      try {
        T answer = attempt.make(question);
        if (attempt.counts()) {
          return answer;
        }
      } catch (ClockRegressed e) {
        attempt.sawRegress();
      } catch (JedisException e) {
        return otherwise.apply(recovery.failures().of(e, attempt.began()));
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
    recovery.failures().ofOneKey(e);
  }

  /** Applies an invalidation, or keeps it. */
  Answer apply(Invalidation what) {
    return invalidator.apply(what);
  }

  /**
   * Does some work that invalidates, see {@link Invalidator#apply(BooleanSupplier, Invalidation)}.
   */
  Answer apply(BooleanSupplier work, Invalidation instead) {
    return invalidator.apply(work, instead);
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
    return askApart(this::knownPulse, reason -> Optional.empty());
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
    return losses.epoch();
  }

  /** Ends what this does on its own; what is under way still has to be cut. */
  void close() {
    recovery.failures().close();
    breaker.close();
  }

  /** Waits a moment for the end of what was under way. */
  void awaitEnd() {
    breaker.awaitEnd();
  }
}
