package io.larder.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;

/** How often a test of concurrency repeats itself: {@code -Dlarder.repeats=200} for a long run. */
public final class Repeats {

  private static final int TIMES = Integer.getInteger("larder.repeats", 5);

  private Repeats() {}

  /** Returns how often that is, for tools that repeat by themselves. */
  public static int times() {
    return TIMES;
  }

  /** Runs a scenario as often as is asked for, and at least once. */
  public static void run(Callable<?> scenario) throws Exception {
    assertThat(TIMES).isPositive();
    for (int i = 0; i < TIMES; i++) {
      scenario.call();
    }
  }
}
