package io.larder.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** How many threads may wait for answers at once, and what the others get. */
class BulkheadTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration STUCK = Duration.ofMillis(100);

  @Test
  void soManyHavePlacesAndAnotherOnceOneHasLeft() {
    Bulkhead bulkhead = new Bulkhead(2, LONG, STUCK);
    assertThat(bulkhead.enter()).isTrue();
    assertThat(bulkhead.enter()).isTrue();
    assertThat(bulkhead.enter()).isFalse();

    bulkhead.leave();

    assertThat(bulkhead.enter()).isTrue();
    assertThat(bulkhead.enter()).isFalse();
  }

  @Test
  void onceThoseInsideAreStuckAllOthersAreSentAwayAtOnce() {
    Bulkhead bulkhead = new Bulkhead(1, LONG, STUCK);
    bulkhead.enter();
    assertThat(bulkhead.enter()).isFalse();

    long start = System.nanoTime();
    for (int i = 0; i < 1000; i++) {
      assertThat(bulkhead.enter()).isFalse();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(STUCK.multipliedBy(100));
  }

  @Test
  void whoComesInABurstWaitsForAPlace() throws Exception {
    Bulkhead bulkhead = new Bulkhead(1, LONG, LONG);
    bulkhead.enter();
    AtomicReference<Boolean> entered = new AtomicReference<>();
    Thread waiting = new Thread(() -> entered.set(bulkhead.enter()));
    waiting.start();
    await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);

    bulkhead.leave();
    waiting.join();

    assertThat(entered).hasValue(true);
  }

  @Test
  void whoWaitsGoesOnWaitingAsLongAsOthersComeOut() throws Exception {
    Duration stuck = Duration.ofSeconds(5);
    Bulkhead bulkhead = new Bulkhead(1, LONG, stuck);
    bulkhead.enter();
    List<Thread> crowd = new ArrayList<>();
    AtomicInteger served = new AtomicInteger();
    for (int i = 0; i < 5; i++) {
      Thread each =
          new Thread(
              () -> {
                if (bulkhead.enter()) {
                  served.incrementAndGet();
                }
              });
      each.start();
      crowd.add(each);
      await().until(() -> each.getState() == Thread.State.TIMED_WAITING);
    }

    // Each keeps its place for less than what is stuck, all of them for longer.
    for (int i = 0; i < 5; i++) {
      int before = i;
      await().pollDelay(stuck.dividedBy(4)).until(() -> served.get() == before);
      bulkhead.leave();
      await().until(() -> served.get() == before + 1);
    }
    for (Thread each : crowd) {
      each.join();
    }

    assertThat(served).hasValue(5);
    assertThat(bulkhead.isStuck()).isFalse();
  }

  @Test
  void whoComesInAfterALongRestIsNotTakenForStuck() {
    Bulkhead bulkhead = new Bulkhead(1, LONG, Duration.ofSeconds(2));
    await().until(bulkhead::isStuck);

    bulkhead.enter();
    assertThat(bulkhead.isStuck()).isFalse();
    await().until(bulkhead::isStuck);

    bulkhead.leave();
    assertThat(bulkhead.isStuck()).isFalse();
  }

  @Test
  void nobodyWaitsLongerThanThatOrThanItsOwnDeadline() {
    Bulkhead bulkhead = new Bulkhead(1, Duration.ofMillis(50), LONG);
    bulkhead.enter();
    long start = System.nanoTime();
    assertThat(bulkhead.enter()).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(50), LONG.dividedBy(2));

    Bulkhead patient = new Bulkhead(1, LONG, LONG);
    patient.enter();
    start = System.nanoTime();
    assertThat(Deadline.of(Duration.ofMillis(50)).within(patient::enter)).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG.dividedBy(2));
  }

  @Test
  void whoIsInterruptedWhileItWaitsHasNoPlaceAndKeepsItsFlag() throws Exception {
    Bulkhead bulkhead = new Bulkhead(1, LONG, LONG);
    bulkhead.enter();
    AtomicBoolean entered = new AtomicBoolean(true);
    AtomicBoolean flag = new AtomicBoolean();
    Thread waiting =
        new Thread(
            () -> {
              entered.set(bulkhead.enter());
              flag.set(Thread.currentThread().isInterrupted());
            });
    waiting.start();
    await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);

    waiting.interrupt();
    waiting.join();

    assertThat(entered).isFalse();
    assertThat(flag).isTrue();
    bulkhead.leave();
    assertThat(bulkhead.enter()).isTrue();
  }
}
