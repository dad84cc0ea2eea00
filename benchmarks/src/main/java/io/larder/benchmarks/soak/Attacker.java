package io.larder.benchmarks.soak;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** What all attacks share: where to go, connections that are held open, and what they found. */
final class Attacker {

  private static final int MOST_HELD = 150;

  private final int port;
  private final Queue<Held> held = new ConcurrentLinkedQueue<>();
  private final AtomicInteger holding = new AtomicInteger();
  private final AtomicLong requests = new AtomicLong();
  private final ConcurrentMap<String, AtomicLong> statuses = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, AtomicLong> violations = new ConcurrentHashMap<>();

  Attacker(int port) {
    this.port = port;
  }

  private record Held(Wire wire, long until) {}

  int port() {
    return port;
  }

  String host() {
    return "127.0.0.1:" + port;
  }

  /** A number that nobody else has, almost. */
  static long any() {
    return ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
  }

  static int below(int bound) {
    return ThreadLocalRandom.current().nextInt(bound);
  }

  Wire open() throws IOException {
    return Wire.open(port);
  }

  /** A GET with these further fields, each ended by CR and LF. */
  String get(String target, String fields) {
    return request("GET", target, fields);
  }

  String request(String method, String target, String fields) {
    requests.incrementAndGet();
    return method + " " + target + " HTTP/1.1\r\nHost: " + host() + "\r\n" + fields + "\r\n";
  }

  /** Asks on this connection, one request a millisecond at most, and notes the answer's status. */
  Answer ask(Wire wire, String request) throws IOException {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    return seen(wire.ask(request));
  }

  /** Asks on a connection of its own. */
  Answer ask(String request) throws IOException {
    try (Wire wire = open()) {
      return ask(wire, request);
    }
  }

  /** Notes an answer. */
  Answer seen(Answer answer) {
    count(statuses, String.valueOf(answer.status()));
    return answer;
  }

  /** Notes that the server has ended a connection. */
  void cutOff() {
    count(statuses, "cut off");
  }

  /** What must be so, whatever a client does. */
  void expect(boolean right, String what, Answer answer) {
    if (!right) {
      count(violations, what + ": " + answer.toString().lines().findFirst().orElse(""));
    }
  }

  /** Notes an answer that is none. */
  void unreadable(RuntimeException e) {
    count(violations, "an unreadable answer: " + e);
  }

  private static void count(ConcurrentMap<String, AtomicLong> counts, String what) {
    if (counts.size() < 30 || counts.containsKey(what)) {
      counts.computeIfAbsent(what, unused -> new AtomicLong()).incrementAndGet();
    }
  }

  /** Keeps a connection open for so long, and resets it then. */
  void hold(Wire wire, int millis) throws IOException {
    if (holding.incrementAndGet() > MOST_HELD) {
      holding.decrementAndGet();
      wire.reset();
      return;
    }
    held.add(new Held(wire, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis)));
  }

  /** Resets the connections whose time is over; all of them if so told. */
  void release(boolean all) {
    List<Held> over = new ArrayList<>(held);
    over.removeIf(each -> !all && System.nanoTime() - each.until < 0);
    for (Held each : over) {
      if (held.remove(each)) {
        holding.decrementAndGet();
        reset(each.wire);
      }
    }
  }

  private static void reset(Wire wire) {
    try {
      wire.reset();
    } catch (IOException unused) {
      return; // it is over already
    }
  }

  long requests() {
    return requests.get();
  }

  ConcurrentMap<String, AtomicLong> statuses() {
    return statuses;
  }

  ConcurrentMap<String, AtomicLong> violations() {
    return violations;
  }
}
