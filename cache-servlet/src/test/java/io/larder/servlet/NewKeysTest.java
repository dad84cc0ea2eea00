package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.ManyTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How many keys are new within a minute. */
@ManyTimes
class NewKeysTest {

  private final AtomicLong now = new AtomicLong();

  private NewKeys keys(int most) {
    return new NewKeys(most, now::get);
  }

  private static int store(NewKeys keys, String prefix, int times) {
    int stored = 0;
    for (int i = 0; i < times; i++) {
      String key = prefix + i;
      if (keys.admits(key)) {
        keys.stored(key);
        stored++;
      }
    }
    return stored;
  }

  @Test
  void fewMoreThanAllowedAreTakenForKnownOnes() {
    NewKeys keys = keys(10_000);

    assertThat(store(keys, "http://localhost/a?page=", 100_000)).isBetween(10_000, 12_000);
    assertThat(store(keys, "http://localhost/a?page=", 10_000)).isEqualTo(10_000);
  }

  /** In Java's own hash, all of these are one. */
  @Test
  void keysThatWereMadeToCollideAreStillNew() {
    NewKeys keys = keys(100);
    List<String> colliding = List.of("");
    for (int i = 0; i < 12; i++) {
      List<String> longer = new ArrayList<>();
      colliding.forEach(each -> longer.addAll(List.of(each + "Aa", each + "BB")));
      colliding = longer;
    }
    assertThat(colliding.stream().mapToInt(String::hashCode).distinct().count()).isEqualTo(1);

    int stored = 0;
    for (String each : colliding) {
      stored += store(keys, each, 1);
    }
    assertThat(stored).isBetween(100, 250);
  }

  @Test
  void whatWasThereInTheMinuteBeforeIsKnown() {
    NewKeys keys = keys(10);
    assertThat(store(keys, "a", 10)).isEqualTo(10);
    now.addAndGet(NewKeys.MINUTE);
    assertThat(store(keys, "b", 10)).isEqualTo(10);
    assertThat(store(keys, "a", 10)).isEqualTo(10);
    assertThat(store(keys, "c", 10)).isZero();

    now.addAndGet(2 * NewKeys.MINUTE);
    assertThat(store(keys, "c", 10)).isEqualTo(10);
    assertThat(store(keys, "a", 10)).isZero();
  }

  @Test
  void threadsTogetherAreAllowedAsMany() throws Exception {
    int threads = 8;
    NewKeys keys = keys(1_000);
    CyclicBarrier together = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Integer>> stored = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        String prefix = "thread " + i + " ";
        stored.add(
            pool.submit(
                () -> {
                  together.await();
                  return store(keys, prefix, 1_000);
                }));
      }
      int sum = 0;
      for (Future<Integer> each : stored) {
        sum += each.get(20, TimeUnit.SECONDS);
      }
      assertThat(sum).isBetween(1_000, 1_250);
    } finally {
      pool.shutdownNow();
    }
  }
}
