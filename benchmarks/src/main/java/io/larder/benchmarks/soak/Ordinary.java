package io.larder.benchmarks.soak;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The ordinary clients: each asks on a connection of its own at moments that are fixed beforehand,
 * and what an answer took is counted from that moment, whether it could be asked for then or not.
 *
 * <p>All but the last ask for a few pages that are stored, of 0.7 KB, of 60 KB, and whether they
 * have changed; the last one asks for pages that nobody has asked for.
 */
final class Ordinary implements AutoCloseable {

  static final int SMALL_PAGES = 32;
  static final int LARGE_PAGES = 8;
  private static final int MOST_FAILURES = 10;
  private static final int CLIENTS = 5;

  private final int port;
  private final List<Thread> threads = new ArrayList<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong fresh = new AtomicLong();
  private final AtomicLongArray late = new AtomicLongArray(CLIENTS);
  private volatile @Nullable Slice slice;
  private volatile boolean over;

  /**
   * Starts them.
   *
   * @param hitsPerSecond by four clients together
   * @param missesPerSecond by the fifth
   */
  Ordinary(int port, int hitsPerSecond, int missesPerSecond) {
    this.port = port;
    for (int i = 0; i < CLIENTS - 1; i++) {
      int client = i;
      start(
          client,
          TimeUnit.SECONDS.toNanos(CLIENTS - 1) / hitsPerSecond,
          n -> hot(n * (CLIENTS - 1) + client));
    }
    start(CLIENTS - 1, TimeUnit.SECONDS.toNanos(1) / missesPerSecond, n -> freshPage());
  }

  /** From now on what is asked for belongs to this slice; to none if null. */
  void slice(@Nullable Slice next) {
    slice = next;
  }

  /** By how much the client that is furthest behind asks later than it was to. */
  Duration late() {
    long most = 0;
    for (int i = 0; i < CLIENTS; i++) {
      most = Math.max(most, late.get(i));
    }
    return Duration.ofNanos(most);
  }

  /** What went wrong, the first of it. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  /** Which page is asked for as the nth. */
  private interface Plan {
    Hot page(long n);
  }

  private void start(int client, long interval, Plan plan) {
    Thread thread = new Thread(() -> ask(client, interval, plan), "ordinary " + client);
    threads.add(thread);
    thread.start();
  }

  private Hot hot(long n) {
    String host = "127.0.0.1:" + port;
    return n % 10 == 9
        ? Hot.large(host, n / 10 % LARGE_PAGES)
        : Hot.small(host, n % SMALL_PAGES, n % 10 == 4);
  }

  private Hot freshPage() {
    return Hot.fresh("127.0.0.1:" + port, fresh.incrementAndGet());
  }

  private void ask(int client, long interval, Plan plan) {
    Wire wire = null;
    long intended = System.nanoTime() + ThreadLocalRandom.current().nextLong(interval);
    for (long n = 0; !over; n++) {
      intended += interval;
      for (long wait = intended - System.nanoTime();
          wait > 0;
          wait = intended - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      late.set(client, System.nanoTime() - intended);
      Slice now = slice;
      Hot page = plan.page(n);
      try {
        wire = wire == null ? Wire.open(port) : wire;
        Answer answer = wire.ask(page.request());
        long nanos = System.nanoTime() - intended;
        String wrong = page.wrongIn(answer);
        if (wrong != null) {
          fail(page, wrong + ": " + answer);
        }
        if (now != null) {
          now.of(page.kind()).add(nanos);
          now.count(page.kind(), answer);
        }
      } catch (IOException e) {
        fail(page, e.toString());
        close(wire);
        wire = null;
      } catch (RuntimeException e) {
        fail(page, "an unreadable answer: " + e);
        close(wire);
        wire = null;
      }
    }
    close(wire);
  }

  /** Asks for each page once; what is wrong is one of the failures. */
  void askAll() {
    for (long n = 0; n < 20L * SMALL_PAGES; n++) {
      Hot page = hot(n);
      try (Wire wire = Wire.open(port)) {
        String wrong = page.wrongIn(wire.ask(page.request()));
        if (wrong != null) {
          fail(page, wrong);
        }
      } catch (IOException e) {
        fail(page, e.toString());
      }
    }
  }

  private void fail(Hot page, String how) {
    if (failures.size() < MOST_FAILURES) {
      failures.add(page.path() + ": " + how);
    }
  }

  private static void close(@Nullable Wire wire) {
    try {
      if (wire != null) {
        wire.close();
      }
    } catch (IOException unused) {
      return; // it was not needed any more
    }
  }

  @Override
  public void close() {
    over = true;
    try {
      for (Thread each : threads) {
        each.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
