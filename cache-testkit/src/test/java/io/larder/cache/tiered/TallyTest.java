package io.larder.cache.tiered;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.ManyTimes;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is counted by many threads at once is counted, whoever has a lane. */
@ManyTimes
class TallyTest {

  private static final int EACH = 500_000;

  private final Tally tally = new Tally();
  private final CountDownLatch start = new CountDownLatch(1);

  @Test
  void whatAThreadHasCountedItSees() {
    for (int i = 1; i <= 100; i++) {
      tally.increment();
      assertThat(tally.sum()).isEqualTo(i);
    }
  }

  @Test
  void threadsWithLanesOfTheirOwnLoseNothing() throws InterruptedException {
    List<Thread> four = threads(4);

    assertThat(countedBy(four)).isEqualTo(4L * EACH);
  }

  @Test
  void threadsThatMeetAtOneLaneLoseNothing() throws InterruptedException {
    List<Thread> all = threads(8 * Tally.LANES);
    long lane = all.get(0).getId() % Tally.LANES;
    List<Thread> four =
        all.stream().filter(thread -> thread.getId() % Tally.LANES == lane).limit(4).toList();

    assertThat(countedBy(four)).isEqualTo(4L * EACH);
  }

  private List<Thread> threads(int many) {
    return IntStream.range(0, many).mapToObj(i -> new Thread(this::count)).toList();
  }

  private long countedBy(List<Thread> threads) throws InterruptedException {
    threads.forEach(Thread::start);
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    return tally.sum();
  }

  private void count() {
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
