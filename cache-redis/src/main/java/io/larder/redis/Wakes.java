package io.larder.redis;

import io.larder.cache.Lease.Wait;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Wakes those who wait for other processes' loads: a connection that listens from the first one who
 * waits on, and a daemon thread for it.
 *
 * <p>Whoever has missed something is woken, and looks for himself: when the listening begins, when
 * it ends, and when the server is out of reach. A connection of which nobody knows any more where
 * it leads is cut: when the server is out of reach, when another one may have taken its place, and
 * when it gives no sign of life to those who have waited for a while. Where nothing can be heard
 * nobody waits. Thread-safe.
 */
final class Wakes implements AutoCloseable {

  /** After it could not be listened, nobody waits for this long. */
  private static final long PAUSE_NANOS = 1_000_000_000L;

  private static final int STRIPES = 1024;

  private enum State {
    IDLE,
    CONNECTING,
    LISTENING,
    FAILED,
    CLOSED
  }

  /**
   * What has been heard up to a moment.
   *
   * @param connection the number of the connection that listens; 0: none does
   * @param messages the number of messages about names like that one
   */
  record Heard(int connection, int messages) {}

  /** One who waits. */
  private static final class Waiting {

    final CompletableFuture<Wait> end = new CompletableFuture<>();
  }

  private final Supplier<Ear> ears;
  private final IntSupplier epochs;
  private final byte[] channel;
  private final String where;
  private final long signNanos;
  private final ConcurrentMap<ByteBuffer, Set<Waiting>> waiting = new ConcurrentHashMap<>();
  private final AtomicIntegerArray messages = new AtomicIntegerArray(STRIPES);

  // Written under the lock, and before those who wait are woken.
  private volatile State state = State.IDLE;
  private volatile int connection;
  private int connections;
  private long failedAt;
  private @Nullable Ear ear;
  private int epoch;

  /**
   * Creates it; nothing is asked.
   *
   * @param ears opens a connection to listen on
   * @param epochs counts what shows that it may be another server than before
   * @param channel on which it is told that loads have ended
   * @param where names the server for people
   * @param sign who has waited for so long asks for a sign of life, and for the next so long waits
   *     for it
   */
  Wakes(Supplier<Ear> ears, IntSupplier epochs, byte[] channel, String where, Duration sign) {
    this.ears = ears;
    this.epochs = epochs;
    this.channel = channel;
    this.where = where;
    this.signNanos = sign.toNanos();
  }

  /** Returns what has been heard about a name so far. */
  Heard heard(byte[] name) {
    return new Heard(connection, messages.get(stripe(name)));
  }

  /**
   * Waits until it is heard that the load of a name has ended.
   *
   * @param before what had been heard before that load was seen to be under way
   * @param leaseEnds the reading of {@link System#nanoTime} when its lease ends
   * @param most for how many nanoseconds at most
   */
  Wait await(byte[] name, Heard before, long leaseEnds, long most) throws InterruptedException {
    ByteBuffer about = ByteBuffer.wrap(name);
    Waiting woken = new Waiting();
    waiting.compute(
        about,
        (key, all) -> {
          Set<Waiting> more = all == null ? ConcurrentHashMap.newKeySet() : all;
          more.add(woken);
          return more;
        });
    try {
      if (!listens()) {
        return Wait.GO_ON;
      }
      if (state == State.LISTENING && !before.equals(heard(name))) {
        return Wait.LOOK_AGAIN;
      }
      long left = leaseEnds - System.nanoTime();
      Wait end = awaitSigns(woken, Math.min(left, most));
      return end != null ? end : left <= most ? Wait.LOOK_AGAIN : Wait.TOO_LONG;
    } finally {
      waiting.computeIfPresent(
          about,
          (key, all) -> {
            all.remove(woken);
            return all.isEmpty() ? null : all;
          });
    }
  }

  private @Nullable Wait awaitSigns(Waiting woken, long nanos) throws InterruptedException {
    long left = nanos;
    for (; left > signNanos; left -= signNanos) {
      Wait end = get(woken, signNanos);
      if (end != null) {
        return end;
      }
      requireSign();
    }
    return get(woken, left);
  }

  private static @Nullable Wait get(Waiting woken, long nanos) throws InterruptedException {
    try {
      return woken.end.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return null;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // nobody fails it
    }
  }

  /** Returns whether somebody listens, or is about to; begins to if need be. */
  private boolean listens() {
    State now = state;
    return now == State.LISTENING || now == State.CONNECTING || begins();
  }

  private synchronized boolean begins() {
    if (state == State.FAILED && System.nanoTime() - failedAt >= PAUSE_NANOS) {
      state = State.IDLE;
    }
    if (state == State.IDLE) {
      state = State.CONNECTING;
      try {
        Thread unused = Threads.start(Threads::daemon, "larder-redis-wakes " + where, this::listen);
      } catch (Threads.None e) {
        failed();
      }
    }
    return state == State.CONNECTING || state == State.LISTENING;
  }

  private synchronized void requireSign() {
    Ear now = ear;
    if (now == null) {
      return;
    }
    if (epoch != epochs.getAsInt() || now.isSilentFor(signNanos)) {
      cut();
      return;
    }
    try {
      now.askForSign(channel);
    } catch (JedisException e) {
      cut();
    }
  }

  /** Ends the connection, if there is one; its thread then wakes all. */
  private void cut() {
    Ear now = ear;
    if (now != null) {
      now.close();
    }
  }

  private void listen() {
    int before = epochs.getAsInt();
    try (Ear opened = ears.get()) {
      if (use(opened, before)) {
        opened.listen(channel, this::subscribed, this::told);
      }
    } catch (JedisException | UnsupportedOperationException e) {
      // Its outage is told by those who ask.
    } finally {
      ended();
    }
  }

  private synchronized boolean use(Ear opened, int before) {
    ear = opened;
    epoch = before;
    return state != State.CLOSED;
  }

  private void subscribed() {
    synchronized (this) {
      if (state == State.CONNECTING) {
        connection = ++connections;
        state = State.LISTENING;
      }
    }
    wakeAll(Wait.LOOK_AGAIN);
  }

  private void ended() {
    boolean heard;
    synchronized (this) {
      heard = state == State.LISTENING;
      ear = null;
      connection = 0;
      if (heard) {
        state = State.IDLE;
      } else if (state == State.CONNECTING) {
        failed();
      }
    }
    wakeAll(heard ? Wait.LOOK_AGAIN : Wait.GO_ON);
  }

  private synchronized void failed() {
    state = State.FAILED;
    failedAt = System.nanoTime();
  }

  /** A message is {@code 1} if something was stored, or refused, and {@code 0} if not; a name. */
  private void told(byte[] message) {
    if (message.length == 0) {
      return;
    }
    byte[] name = Arrays.copyOfRange(message, 1, message.length);
    messages.incrementAndGet(stripe(name));
    Set<Waiting> all = waiting.get(ByteBuffer.wrap(name));
    if (all != null) {
      Wait end = message[0] == '0' ? Wait.GO_ON : Wait.LOOK_AGAIN;
      all.forEach(each -> each.end.complete(end));
    }
  }

  /** Has all look for themselves, and listens anew for who waits next. */
  void lost() {
    synchronized (this) {
      cut();
    }
    wakeAll(Wait.LOOK_AGAIN);
  }

  private void wakeAll(Wait end) {
    waiting.values().forEach(all -> all.forEach(each -> each.end.complete(end)));
  }

  private static int stripe(byte[] name) {
    return Math.floorMod(Arrays.hashCode(name), STRIPES);
  }

  @Override
  public void close() {
    synchronized (this) {
      state = State.CLOSED;
      connection = 0;
      cut();
    }
    wakeAll(Wait.GO_ON);
  }
}
