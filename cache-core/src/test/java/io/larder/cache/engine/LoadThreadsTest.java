package io.larder.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.larder.cache.ManyTimes;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The threads that run loads where no executor is given. */
@ManyTimes
class LoadThreadsTest {

  private final LoadThreads threads = new LoadThreads();
  private final AtomicInteger running = new AtomicInteger();
  private final CountDownLatch open = new CountDownLatch(1);

  @AfterEach
  void close() {
    threads.close();
  }

  private static int most() {
    boolean virtual =
        Arrays.stream(Executors.class.getMethods())
            .anyMatch(each -> each.getName().equals("newVirtualThreadPerTaskExecutor"));
    return virtual ? LoadThreads.MOST_VIRTUAL : LoadThreads.MOST_PLATFORM;
  }

  private void waitUntilOpen() {
    running.incrementAndGet();
    try {
      open.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    running.decrementAndGet();
  }

  private void take(int places) {
    for (int i = 0; i < places; i++) {
      threads.execute(this::waitUntilOpen);
    }
    await().until(() -> running.get() == places);
  }

  private void awaitPlace() {
    await()
        .ignoreExceptionsInstanceOf(RejectedExecutionException.class)
        .untilAsserted(() -> threads.execute(this::waitUntilOpen));
  }

  @Test
  void thatAreAllAtWorkTakeNothingMore() {
    take(most());
    assertThatThrownBy(() -> threads.execute(this::waitUntilOpen))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessage("all threads for loads are at work");
    open.countDown();
    awaitPlace();
  }

  @Test
  void takeAnotherTaskWhereOneHasThrown() {
    take(most() - 1);
    threads.execute(
        () -> {
          Thread.currentThread().setUncaughtExceptionHandler((thread, expected) -> {});
          throw new IllegalStateException("expected");
        });
    awaitPlace();
    open.countDown();
  }

  @Test
  void thatAreClosedAreInterrupted() {
    take(most());
    threads.close();
    await().until(() -> running.get() == 0);
    assertThatThrownBy(() -> threads.execute(this::waitUntilOpen))
        .isInstanceOf(RejectedExecutionException.class);
    assertThat(open.getCount()).isOne();
  }
}
