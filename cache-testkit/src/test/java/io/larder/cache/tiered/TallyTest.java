package io.larder.cache.tiered;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.ManyTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What is counted by many threads at once is counted, whoever has a lane. */
@ManyTimes
class TallyTest {

  private static final int EACH = 2_000;

  private final Tally tally = new Tally();

  @Test
  void whatAThreadHasCountedItSees() {
    for (int i = 1; i <= 100; i++) {
      tally.increment();
      assertThat(tally.sum()).isEqualTo(i);
    }
  }

  @Test
  void fewThreadsLoseNothing() throws InterruptedException {
    assertThat(countedBy(4)).isEqualTo(4 * EACH);
  }

  @Test
  void moreThreadsThanThereAreLanesLoseNothing() throws InterruptedException {
    int threads = Tally.LANES + 8;

    assertThat(countedBy(threads)).isEqualTo((long) threads * EACH);
  }

  private long countedBy(int threads) throws InterruptedException {
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread thread = new Thread(() -> count(start));
      thread.start();
      running.add(thread);
    }
    start.countDown();
    for (Thread thread : running) {
      thread.join();
    }
    return tally.sum();
  }

  private void count(CountDownLatch start) {
    try {
      start.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    for (int i = 0; i < EACH; i++) {
      tally.increment();
    }
  }
}
