package io.larder.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Health;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HealthProbeTest {

  @Test
  void aStoreThatHangsIsAnAnswerAndIsAskedOnceAtATime() {
    CountDownLatch released = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    HealthProbe probe =
        new HealthProbe(
            () -> {
              asked.incrementAndGet();
              awaitOf(released);
              return new Health(true, "fine");
            });

    assertThat(probe.ask().reachable()).isFalse();
    assertThat(probe.ask().reachable()).isFalse();
    assertThat(asked).hasValue(1);

    released.countDown();
    await().untilAsserted(() -> assertThat(probe.ask()).isEqualTo(new Health(true, "fine")));
  }

  @Test
  void aStoreThatThrowsIsNotReachable() {
    HealthProbe probe =
        new HealthProbe(
            () -> {
              throw new IllegalStateException("broken");
            });
    assertThat(probe.ask().reachable()).isFalse();
  }

  private static void awaitOf(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
