package io.larder.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What a recorder is told is counted, and handed on. */
class CacheStatsTest {

  private static void tellAll(CacheRecorder recorder) {
    recorder.hit("k", 10);
    recorder.hit("k", 0);
    recorder.staleHit("k", 5);
    recorder.miss("k");
    recorder.miss("k");
    recorder.collapsed("k");
    recorder.bypassed("method");
    recorder.passed("k", "new-keys");
    recorder.stored("k", 100, 1_000);
    recorder.refused("k", "no-store", 2_000);
    recorder.refused("k", "read:header:x-foo", 3_000);
    recorder.refused("k", "read:session", 4_000);
    recorder.loadFailed("k", 5_000);
  }

  private static void assertAll(CacheStats stats) {
    assertThat(stats.hits()).isEqualTo(2);
    assertThat(stats.staleHits()).isEqualTo(1);
    assertThat(stats.misses()).isEqualTo(2);
    assertThat(stats.collapsed()).isEqualTo(1);
    assertThat(stats.passes()).isEqualTo(1);
    assertThat(stats.passReasons()).containsExactly(entry("new-keys", 1L));
    assertThat(stats.bypasses()).isEqualTo(1);
    assertThat(stats.requests()).isEqualTo(6);
    assertThat(stats.hitRatio()).isEqualTo(0.6);
    assertThat(stats.stored()).isEqualTo(1);
    assertThat(stats.refused()).isEqualTo(3);
    assertThat(stats.loadFailures()).isEqualTo(1);
    assertThat(stats.loads()).isEqualTo(5);
    assertThat(stats.loadTime()).isEqualTo(Duration.ofNanos(15_000));
    assertThat(stats.bytesServed()).isEqualTo(15);
    assertThat(stats.bytesStored()).isEqualTo(100);
    assertThat(stats.refusals())
        .containsExactlyInAnyOrderEntriesOf(Map.of("no-store", 1L, "read", 2L));
    assertThat(stats.bypassReasons()).containsExactly(entry("method", 1L));
  }

  @Test
  void isCountedOfEachCacheAndOfAll() {
    try (Larder larder = Larder.open("memory:")) {
      tellAll(larder.recorder("quotes"));
      larder.recorder("/a").hit("http://localhost/a", 7);

      assertAll(larder.stats("quotes"));
      assertThat(larder.stats("/a").hits()).isEqualTo(1);
      assertThat(larder.stats("nobody")).isEqualTo(CacheStats.NONE);
      assertThat(larder.statsByCache()).containsOnlyKeys("/a", "quotes");
      assertThat(larder.stats().hits()).isEqualTo(3);
      assertThat(larder.stats()).isEqualTo(larder.stats("quotes").plus(larder.stats("/a")));
    }
  }

  @Test
  void ofASpanIsTheDifference() {
    try (Larder larder = Larder.open("memory:")) {
      CacheRecorder recorder = larder.recorder("quotes");
      recorder.refused("k", "outrun", 1);
      recorder.hit("k", 3);
      CacheStats earlier = larder.stats();
      tellAll(recorder);

      assertAll(larder.stats().minus(earlier));
      assertThat(earlier.minus(earlier)).isEqualTo(CacheStats.NONE);
      assertThat(CacheStats.NONE.hitRatio()).isZero();
    }
  }

  @Test
  void holdsABoundedNumberOfReasonsAndCaches() {
    try (Larder larder = Larder.open("memory:")) {
      for (int i = 0; i < 5_000; i++) {
        larder.recorder("quotes").refused("k", "reason" + i, 0);
        larder.recorder("made-up-" + i).miss("k");
      }

      assertThat(larder.stats("quotes").refusals()).hasSize(ReasonCounts.MOST + 1);
      assertThat(larder.stats("quotes").refusals().get("other")).isEqualTo(5_000L - 64);
      assertThat(larder.statsByCache()).hasSize(Recorders.MOST + 1);
      assertThat(larder.stats().misses()).isEqualTo(5_000);
    }
  }

  @Test
  void losesNothingAmongThreads() throws Exception {
    try (Larder larder = Larder.open("memory:")) {
      CountDownLatch go = new CountDownLatch(1);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Thread thread =
            new Thread(
                () -> {
                  try {
                    go.await();
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                  for (int n = 0; n < 1_000; n++) {
                    tellAll(larder.recorder("quotes"));
                  }
                });
        thread.start();
        threads.add(thread);
      }
      go.countDown();
      for (Thread each : threads) {
        each.join();
      }

      assertThat(larder.stats().requests()).isEqualTo(8 * 1_000 * 6);
      assertThat(larder.stats().refusals()).containsEntry("read", 16_000L);
    }
  }

  @Test
  void readsAsOneLine() {
    try (Larder larder = Larder.open("memory:")) {
      larder.recorder("quotes").refused("k", "no-store", 0);
      larder.recorder("quotes").hit("k", 12);

      assertThat(larder.stats())
          .hasToString("CacheStats[HITS=1, REFUSED=1, BYTES_SERVED=12, refusals={no-store=1}]");
    }
  }
}
