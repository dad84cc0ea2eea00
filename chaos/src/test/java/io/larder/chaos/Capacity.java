package io.larder.chaos;

import io.larder.chaos.Sample.Lane;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicLong;

/** How many requests a second a fleet can answer at most, on this machine as it is now. */
final class Capacity {

  private static final int AT_ONCE = 16;
  private static final double SHARE = 0.2;
  private static final double MOST = 300;
  private static final double LEAST = 40;

  private Capacity() {}

  /** Returns a fifth of it, or what is enough to see something if that is less. */
  static double fifth(Fleet fleet, Duration time) {
    measure(fleet, time); // the first time, everything is compiled and filled
    return Math.max(LEAST, Math.min(MOST, SHARE * measure(fleet, time)));
  }

  private static double measure(Fleet fleet, Duration time) {
    long begun = System.nanoTime();
    AtomicLong answered = new AtomicLong();
    Phaser all = new Phaser(1);
    for (int i = 0; i < AT_ONCE; i++) {
      all.register();
      askOn(fleet, i, new SplittableRandom(i), begun + time.toNanos(), answered, all);
    }
    all.arriveAndAwaitAdvance();
    return answered.get() * 1e9 / (System.nanoTime() - begun);
  }

  private static void askOn(
      Fleet fleet, int turn, SplittableRandom random, long end, AtomicLong answered, Phaser all) {
    long now = System.nanoTime();
    if (now - end > 0) {
      all.arriveAndDeregister();
      return;
    }
    fleet
        .ask(turn % fleet.size(), Lane.CACHED, Items.any(random), now)
        .thenRunAsync(
            () -> {
              answered.incrementAndGet();
              askOn(fleet, turn + 1, random, end, answered, all);
            },
            fleet.wire().threads());
  }
}
