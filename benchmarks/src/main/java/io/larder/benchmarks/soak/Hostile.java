package io.larder.benchmarks.soak;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The JVM of the hostile clients: while it is told to, it begins so many attacks a second, each in
 * its turn. It does not hurry to catch up with what it could not begin in time: its rate is a
 * bound.
 */
public final class Hostile {

  private static final int WORKERS = 24;
  private static final long RELEASE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Attacker attacker;
  private final List<Attack> attacks = new ArrayList<>();
  private final AtomicLong turn = new AtomicLong();
  private final long interval;
  private volatile boolean on;

  private Hostile(int port, int attacksPerSecond) {
    attacker = new Attacker(port);
    interval = TimeUnit.SECONDS.toNanos(WORKERS) / attacksPerSecond;
    attacks.addAll(new TreeMap<>(JunkAttacks.all()).values());
    attacks.addAll(new TreeMap<>(SlowAttacks.all()).values());
    attacks.addAll(new TreeMap<>(LeakAttacks.all()).values());
  }

  /** Attacks a port, so many times a second, from {@code on} to {@code off}. */
  public static void main(String[] args) throws IOException {
    Hostile hostile = new Hostile(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
    for (int i = 0; i < WORKERS; i++) {
      daemon("attacks " + i, hostile::attack);
    }
    daemon("release", hostile::release);
    Words.answer(hostile::answer);
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private Map<String, ?> answer(String word) {
    on = word.equals("on");
    if (!on) {
      attacker.release(true);
    }
    Map<String, Object> report = new TreeMap<>();
    report.put("attacks", turn.get());
    report.put("requests", attacker.requests());
    report.put("statuses", new TreeMap<>(attacker.statuses()));
    attacker.violations().forEach((what, times) -> report.put("violation " + what, times));
    return report;
  }

  private void attack() {
    long next = System.nanoTime() + Attacker.below((int) Math.min(Integer.MAX_VALUE, interval));
    while (true) {
      next = Math.max(next + interval, System.nanoTime());
      for (long wait = next - System.nanoTime(); wait > 0; wait = next - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      if (on) {
        Attack attack = attacks.get((int) (turn.getAndIncrement() % attacks.size()));
        try {
          attack.run(attacker);
        } catch (IOException e) {
          attacker.cutOff();
        } catch (RuntimeException e) {
          attacker.unreadable(e);
        }
      }
    }
  }

  private void release() {
    while (true) {
      LockSupport.parkNanos(RELEASE_NANOS);
      attacker.release(!on);
    }
  }
}
