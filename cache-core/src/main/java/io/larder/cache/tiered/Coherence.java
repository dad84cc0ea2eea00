package io.larder.cache.tiered;

import io.larder.cache.Ticker;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Says until when the copies of this node may be served without asking the store behind.
 *
 * <p>A heartbeat reads the logical clock of the store. Once the bus has brought every event up to
 * that value, no copy is left that was ended before the heartbeat was <em>sent</em>; so copies
 * count for the bound from then on. A hung bus, a hung store and a node that was stopped itself all
 * look the same from here: the time passes, by the monotonic clock that each hit compares.
 *
 * <p>Values that do not follow on each other show that events are missing, and drop every copy.
 * Thread-safe.
 */
final class Coherence implements Bus.Receiver {

  /** Heartbeats that wait for their events; more are of no use. */
  private static final int MOST_AHEAD = 64;

  /** A heartbeat whose events have not all arrived. */
  private record Heartbeat(long sentAt, long clock) {}

  private final Copies copies;
  private final CopyCounts counts;
  private final Ticker ticker;
  private final long boundNanos;
  private final ArrayDeque<Heartbeat> ahead = new ArrayDeque<>(); // guarded by this
  private volatile boolean connected; // only written by who holds the lock
  private long joined; // guarded by this
  private long reached; // guarded by this

  /** The ticker's reading until when copies count; only written by who holds the lock. */
  private volatile long until;

  /**
   * Creates it; no copy counts yet.
   *
   * @param boundNanos for how long copies count after a heartbeat was sent
   */
  Coherence(Copies copies, CopyCounts counts, Ticker ticker, long boundNanos) {
    this.copies = copies;
    this.counts = counts;
    this.ticker = ticker;
    this.boundNanos = boundNanos;
    this.until = ticker.read();
  }

  /**
   * Returns whether copies count.
   *
   * @param now a reading of the ticker
   */
  boolean isCurrent(long now) {
    return until - now > 0;
  }

  /** Returns whether events are heard. */
  boolean isConnected() {
    return connected;
  }

  @Override
  public synchronized void connected(long clock) {
    counts.connected();
    copies.clear();
    connected = true;
    joined = clock;
    reached = clock;
    ahead.clear();
  }

  @Override
  public synchronized void announced(long clock, List<Change> changes) {
    if (!connected || clock <= joined) {
      return; // from before: the clock was read afterwards, and so was every copy
    }
    counts.announced();
    // Before the clock counts as reached: by then no copy is left that it has ended.
    if (clock == reached + 1) {
      changes.forEach(copies::apply);
    } else {
      counts.gap();
      copies.clear();
    }
    reached = clock;
    while (!ahead.isEmpty() && ahead.getFirst().clock() <= reached) {
      count(ahead.removeFirst());
    }
  }

  @Override
  public synchronized void heartbeat(long sentAt, long clock) {
    copies.advance(ticker.read());
    if (!connected) {
      return;
    }
    Heartbeat heartbeat = new Heartbeat(sentAt, clock);
    if (clock <= reached) {
      count(heartbeat);
    } else if (ahead.size() < MOST_AHEAD) {
      ahead.addLast(heartbeat);
    }
  }

  private void count(Heartbeat heartbeat) {
    long end = heartbeat.sentAt() + boundNanos;
    if (end - until > 0) {
      until = end;
    }
  }

  @Override
  public synchronized void lost() {
    connected = false;
    ahead.clear();
    until = ticker.read();
    copies.clear();
  }

  @Override
  public synchronized boolean isBehind() {
    Heartbeat oldest = ahead.peekFirst();
    return oldest != null && ticker.read() - oldest.sentAt() > boundNanos;
  }
}
