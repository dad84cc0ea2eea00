package io.larder.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who tries a server that is out of reach, and how often. */
class BreakerTest {

  private final AtomicInteger trials = new AtomicInteger();
  private final AtomicLong firstTrialAt = new AtomicLong();
  private final AtomicBoolean answers = new AtomicBoolean();
  private final AtomicInteger afterwards = new AtomicInteger();
  private final Breaker breaker =
      new Breaker(
          "here",
          () -> {
            firstTrialAt.compareAndSet(0, System.nanoTime());
            trials.incrementAndGet();
            return answers.get();
          },
          afterwards::incrementAndGet);

  @AfterEach
  void close() {
    breaker.close();
    await().until(() -> threads() == 0);
  }

  @Test
  void itTriesUntilTheServerAnswersAndThenHasNoThread() {
    trip(breaker);
    trip(breaker);
    assertThat(breaker.isOpen()).isTrue();
    assertThat(threads()).isEqualTo(1);

    breaker.wake();
    await().until(() -> trials.get() >= 1);
    assertThat(breaker.isOpen()).isTrue();

    answers.set(true);
    breaker.wake();
    await().until(() -> !breaker.isOpen());
    await().until(() -> threads() == 0);
    assertThat(afterwards).hasValue(1);
  }

  @Test
  void itTriesByItselfAboutOnceASecond() {
    long began = System.nanoTime();
    trip(breaker);

    await().atMost(Duration.ofSeconds(10)).until(() -> trials.get() >= 2);

    assertThat(firstTrialAt.get() - began)
        .as("not before a pause")
        .isGreaterThanOrEqualTo(Breaker.PAUSE_NANOS * 8 / 10);
  }

  @Test
  void whatRelapsesIsTriedHalfAsOftenAndNotMoreSeldom() {
    answers.set(true);
    relapse();
    assertThat(breaker.pauseNanos()).isEqualTo(Breaker.PAUSE_NANOS);
    for (int relapses = 1; relapses <= 5; relapses++) {
      relapse();
      assertThat(breaker.pauseNanos()).isEqualTo(Breaker.LONGEST_PAUSE_NANOS);
    }
    assertThat(Duration.ofNanos(Breaker.LONGEST_PAUSE_NANOS)).isEqualTo(Duration.ofSeconds(2));

    // Much later: a new outage, not the old one.
    long later = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    breaker.trip(later, later);
    assertThat(breaker.pauseNanos()).isEqualTo(Breaker.PAUSE_NANOS);
    breaker.close();
  }

  @Test
  void aRelapseAmongManyIsTriedWithinTwoSeconds() {
    answers.set(true);
    relapse();
    relapse();
    relapse();
    trip(breaker);

    await().atMost(Duration.ofSeconds(5)).until(() -> !breaker.isOpen());

    assertThat(trials).hasValue(4);
  }

  @Test
  void whoWaitsForATrialWaitsNoLongerThanThatAndNotAllAsLong() {
    long pause = Breaker.PAUSE_NANOS;
    List<Long> waits =
        IntStream.range(0, 1000).mapToObj(i -> Breaker.jittered(pause)).distinct().toList();

    assertThat(waits).allMatch(wait -> wait <= pause && wait >= pause * 8 / 10);
    assertThat(waits).hasSizeGreaterThan(900);
  }

  @Test
  void aFailureOfWhatBeganBeforeTheRecoveryIsNoRelapse() {
    long before = System.nanoTime();
    answers.set(true);
    relapse();

    assertThat(breaker.isLate(before)).isTrue();
    breaker.trip(before, System.nanoTime());
    assertThat(breaker.isOpen()).isFalse();

    answers.set(false);
    trip(breaker);
    assertThat(breaker.isOpen()).isTrue();
    assertThat(breaker.isLate(before)).as("out of reach again").isFalse();
    assertThat(breaker.pauseNanos()).isEqualTo(2 * Breaker.PAUSE_NANOS);
    breaker.close();
  }

  @Test
  void theFirstFailureIsNeverLate() {
    assertThat(breaker.isLate(Long.MIN_VALUE / 2)).isFalse();
    assertThat(breaker.isLate(System.nanoTime())).isFalse();
  }

  @Test
  void aTrialIsMadeAtOnceThoughAllMayAsk() {
    answers.set(true);
    breaker.tryNow();
    await().until(() -> afterwards.get() == 1 && threads() == 0);
    assertThat(trials).hasValue(1);

    trip(breaker);
    assertThat(breaker.pauseNanos()).as("no relapse").isEqualTo(Breaker.PAUSE_NANOS);
    breaker.close();
    await().until(() -> threads() == 0);
    breaker.tryNow();
    assertThat(threads()).isZero();
  }

  @Test
  void aThreadThatCannotBeStartedIsStartedForTheNextWhoAsks() {
    Breaker scarce = new Breaker("here", () -> true, () -> {}, new ScarceThreads(2));
    trip(scarce);
    scarce.keepTrying();
    assertThat(scarce.isOpen()).isTrue();
    assertThat(threads()).isZero();

    scarce.keepTrying();
    scarce.wake();

    await().until(() -> !scarce.isOpen());
  }

  private void relapse() {
    trip(breaker);
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
    trip(fragile);
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
    trip(busy);
    busy.wake();
    await().until(() -> begun.getCount() == 0);

    busy.close();
    busy.awaitEnd();

    await().until(() -> threads() == 0);
    trip(busy);
    busy.keepTrying();
    assertThat(threads()).isZero();
  }

  private static void trip(Breaker breaker) {
    long now = System.nanoTime();
    breaker.trip(now, now);
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("larder-redis-trial here"))
        .count();
  }
}
