package io.larder.redis;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Which server it is that answers: its run id and its replication id, and those of each primary of
 * a cluster. Another one than at the last look may have come up without the last invalidations.
 *
 * <p>Asked for at most once a second, and whenever a connection has led to a server that was not
 * known there, by one caller at a time. Those who wait for it meanwhile share its failure: on a
 * server that hangs, each would else wait for the timeouts of all before it. Thread-safe.
 */
final class ServerIdentity {

  static final long EVERY_NANOS = 1_000_000_000L;

  private final Nodes nodes;
  private final Runnable changed;
  private final ReentrantLock asking = new ReentrantLock();

  /** Of each server that was asked, by its name. */
  private volatile @Nullable Map<String, String> known;

  private volatile long knownAt;
  private volatile long strangersThen = -1;

  /** Those that did not answer then; they are asked as soon as they may be again. */
  private volatile Set<String> silentThen = Set.of();

  private volatile String version = "";
  private final AtomicInteger failures = new AtomicInteger();

  /** Why the last attempt failed, if it did; only read and written by who holds the lock. */
  private @Nullable JedisException failure;

  /**
   * Creates it.
   *
   * @param changed is told of another server before anybody takes it for the known one
   */
  ServerIdentity(Nodes nodes, Runnable changed) {
    this.nodes = nodes;
    this.changed = changed;
  }

  /** Returns the server's version as it last told it; empty before it has, and if it does not. */
  String version() {
    return version;
  }

  /** Returns whether the last look has found a server of that identity. */
  boolean knows(String id) {
    Map<String, String> now = known;
    return now != null && now.containsValue(id);
  }

  /** Returns how often asking has failed, to be handed to {@link #check} later. */
  int failures() {
    return failures.get();
  }

  /**
   * Asks the server which it is, if it is time to and nobody has tried in vain since.
   *
   * @param failuresThen what {@link #failures} was when the caller began its own work
   * @throws JedisException if it cannot be asked, or is a replica
   */
  void check(int failuresThen) {
    if (isChecked()) {
      return;
    }
    Deadline.lock(asking);
    try {
      if (!isChecked()) {
        ask(failuresThen);
      }
    } finally {
      asking.unlock();
    }
  }

  /**
   * Asks the server now; returns its version as {@link #version} does.
   *
   * @throws JedisException if it cannot be asked, or is a replica
   */
  String askNow() {
    int failuresThen = failures.get();
    Deadline.lock(asking);
    try {
      ask(failuresThen);
      return version;
    } finally {
      asking.unlock();
    }
  }

  private boolean isChecked() {
    return known != null
        && strangersThen == nodes.strangers()
        && System.nanoTime() - knownAt < EVERY_NANOS
        && (silentThen.isEmpty() || nodes.outOfReach().containsAll(silentThen));
  }

  private void ask(int failuresThen) {
    JedisException sinceThen = failures.get() == failuresThen ? null : failure;
    if (sinceThen != null) {
      throw sinceThen;
    }
    try {
      identify();
      failure = null;
    } catch (JedisException e) {
      // Whoever is interrupted has learnt nothing about the server.
      if (Trouble.of(e).kind() != Trouble.Kind.INTERRUPTED) {
        failure = e;
        failures.incrementAndGet();
      }
      throw e;
    }
  }

  private void identify() {
    long strangers = nodes.strangers();
    Map<String, String> now = new HashMap<>();
    Set<String> silent = new HashSet<>();
    String told = "";
    for (Introduction each : Introduction.ofAll(nodes)) {
      if (each.id() == null) {
        silent.add(each.server());
      } else if (!each.replica()) {
        now.put(each.server(), each.id());
        told = each.version();
      } else if (!nodes.isCluster()) {
        throw new JedisDataException("READONLY the server is a replica");
      }
    }
    Map<String, String> before = known;
    if (before != null) {
      if (isAnother(before, now, silent)) {
        changed.run();
      }
      // Who is silent now is compared when it speaks again.
      silent.stream()
          .filter(before::containsKey)
          .forEach(server -> now.put(server, before.get(server)));
    }
    version = told;
    known = Map.copyOf(now);
    knownAt = System.nanoTime();
    strangersThen = strangers;
    silentThen = Set.copyOf(silent);
  }

  /** Returns whether one is missing of those that were known, and may have been replaced. */
  private static boolean isAnother(
      Map<String, String> before, Map<String, String> now, Set<String> silent) {
    // One that is silent may be what a new one stands in for; whatever is new while all answer has
    // taken over from those that do.
    boolean standIn = !before.keySet().containsAll(now.keySet());
    return before.entrySet().stream()
        .filter(known -> standIn || !silent.contains(known.getKey()))
        .anyMatch(known -> !now.containsValue(known.getValue()));
  }
}
