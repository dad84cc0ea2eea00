package io.larder.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who tries a server that is out of reach, and how often. */
class BreakerTest {

  private final AtomicInteger trials = new AtomicInteger();
  private final AtomicBoolean answers = new AtomicBoolean();
  private final AtomicInteger afterwards = new AtomicInteger();
  private final Breaker breaker =
      new Breaker(
          "here",
          () -> {
            trials.incrementAndGet();
            return answers.get();
          },
          afterwards::incrementAndGet);

  @Test
  void itTriesUntilTheServerAnswersAndThenHasNoThread() {
    breaker.trip(System.nanoTime());
    breaker.trip(System.nanoTime());
    assertThat(breaker.isOpen()).isTrue();
    assertThat(threads()).isEqualTo(1);
    assertThat(trials).as("not before a pause").hasValue(0);

    breaker.wake();
    await().until(() -> trials.get() == 1);
    assertThat(breaker.isOpen()).isTrue();

    answers.set(true);
    breaker.wake();
    await().until(() -> !breaker.isOpen());
    await().until(() -> threads() == 0);
    assertThat(afterwards).hasValue(1);
  }

  @Test
  void itTriesByItselfAboutOnceASecond() {
    breaker.trip(System.nanoTime());

    await().atMost(Duration.ofSeconds(10)).until(() -> trials.get() >= 2);

    breaker.close();
  }

  @Test
  void whatRelapsesIsTriedMoreAndMoreSeldom() {
    answers.set(true);
    relapse();
    assertThat(breaker.pauseNanos()).isEqualTo(Breaker.PAUSE_NANOS);
    relapse();
    assertThat(breaker.pauseNanos()).isEqualTo(2 * Breaker.PAUSE_NANOS);
    relapse();
    relapse();
    relapse();
    relapse();
    assertThat(breaker.pauseNanos()).isEqualTo(Breaker.LONGEST_PAUSE_NANOS);

    // Much later: a new outage, not the old one.
    breaker.trip(System.nanoTime() + Duration.ofMinutes(1).toNanos());
    assertThat(breaker.pauseNanos()).isEqualTo(Breaker.PAUSE_NANOS);
    breaker.close();
  }

  private void relapse() {
    breaker.trip(System.nanoTime());
    breaker.wake();
    await().until(() -> !breaker.isOpen());
  }

  @Test
  void aTrialThatDiesIsFollowedByAnother() {
    AtomicBoolean dies = new AtomicBoolean(true);
    Breaker fragile =
        new Breaker(
            "here",
            () -> {
              if (dies.getAndSet(false)) {
                Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> {});
                throw new IllegalStateException("of a trial");
              }
              return true;
            },
            () -> {});
    fragile.trip(System.nanoTime());
    fragile.wake();
    await().until(() -> threads() == 0);
    assertThat(fragile.isOpen()).isTrue();

    fragile.keepTrying();
    fragile.wake();

    await().until(() -> !fragile.isOpen());
  }

  @Test
  void closingEndsTheThreadWhateverItDoesAndNoneComesAfter() {
    CountDownLatch begun = new CountDownLatch(1);
    Breaker busy =
        new Breaker(
            "here",
            () -> {
              begun.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return false;
            },
            () -> {});
    busy.trip(System.nanoTime());
    busy.wake();
    await().until(() -> begun.getCount() == 0);

    busy.close();
    busy.awaitEnd();

    assertThat(threads()).isZero();
    busy.trip(System.nanoTime());
    busy.keepTrying();
    assertThat(threads()).isZero();
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("larder-redis-trial here"))
        .count();
  }
}
