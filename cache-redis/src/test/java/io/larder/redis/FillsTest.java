package io.larder.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What waits to be stored, and what is dropped. */
class FillsTest {

  private final RedisStats stats = new RedisStats();
  private final Fills fills = new Fills("here", Threads::daemon, stats);
  private final CountDownLatch open = new CountDownLatch(1);
  private final List<Integer> stored = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    open.countDown();
    fills.close();
  }

  @Test
  void soManyWaitAndMoreAreDroppedAndCounted() {
    for (int i = 0; i < Fills.MOST; i++) {
      assertThat(offer(1, i)).isTrue();
    }
    assertThat(offer(1, -1)).isFalse();
    assertThat(stats.read().droppedFills()).isEqualTo(1);

    open.countDown();

    await().until(() -> stored.size() == Fills.MOST);
    assertThat(stored).isEqualTo(IntStream.range(0, Fills.MOST).boxed().toList());
    await().until(() -> offer(1, 7));
  }

  @Test
  void aFillOfSeveralValuesTakesAsMuchRoomAndIsCountedAsThey() {
    assertThat(offer(Fills.MOST / 2 + 1, 1, 1)).isTrue();
    assertThat(offer(Fills.MOST / 2, 1, -1)).isFalse();
    assertThat(stats.read().droppedFills()).isEqualTo(Fills.MOST / 2);
    assertThat(offer(Fills.MOST / 2 - 1, 1, 2)).isTrue();
    assertThat(offer(1, 1, -1)).isFalse();
    assertThat(stats.read().droppedFills()).isEqualTo(Fills.MOST / 2 + 1);

    open.countDown();

    await().until(() -> stored.size() == 2);
    await().until(() -> offer(Fills.MOST, 1, 3));
  }

  @Test
  void soManyBytesWaitAndAFillThatIsBiggerWaitsAlone() {
    int half = (int) (Fills.MOST_BYTES / 2);
    assertThat(offer(half, 1)).isTrue();
    assertThat(offer(half, 2)).isTrue();
    assertThat(offer(1, 3)).isFalse();
    open.countDown();
    await().until(() -> stored.size() == 2);

    await().until(() -> offer(4 * half - 1, 4));
    await().until(() -> stored.contains(4));
  }

  @Test
  void afterItsEndAllAreDropped() {
    fills.close();

    assertThat(offer(1, 1)).isFalse();
    assertThat(stats.read().droppedFills()).isEqualTo(1);
  }

  @Test
  void whatWaitsAtItsEndIsDropped() {
    CountDownLatch begun = new CountDownLatch(1);
    fills.offer(
        1,
        1,
        () -> {
          begun.countDown();
          try {
            open.await();
          } catch (InterruptedException e) {
            stored.add(-1);
          }
        });
    offer(1, 1);
    await().until(() -> begun.getCount() == 0);

    fills.close();

    await().until(() -> threads() == 0);
    assertThat(stored).as("the one under way is interrupted").containsExactly(-1);
  }

  @Test
  void aFillThatThrowsTakesNoRoomFromOthers() {
    for (int i = 0; i < Fills.MOST; i++) {
      fills.offer(
          1,
          (int) (Fills.MOST_BYTES / Fills.MOST),
          () -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> {});
            throw new IllegalStateException("of a test");
          });
    }
    open.countDown();

    await().until(() -> offer((int) Fills.MOST_BYTES, 1));

    await().until(() -> stored.contains(1));
  }

  @Test
  void whatIsDroppedTakesNoRoom() {
    int half = (int) (Fills.MOST_BYTES / 2);
    offer(half, 1);
    for (int i = 0; i < 2 * Fills.MOST; i++) {
      assertThat(offer(half + 1, -1)).isFalse();
    }

    assertThat(offer(half, 2)).isTrue();
  }

  @Test
  void thereIsNoThreadLongAfterTheLast() {
    open.countDown();
    assertThat(threads()).isZero();
    offer(1, 1);
    assertThat(threads()).isEqualTo(1);

    await().atMost(Duration.ofSeconds(20)).until(() -> threads() == 0);
  }

  @Test
  void withoutAThreadItIsDropped() {
    try (Fills scarce = new Fills("here", new ScarceThreads(1), stats)) {
      assertThat(scarce.offer(1, 1, () -> stored.add(1))).isFalse();
      assertThat(scarce.offer(1, 1, () -> stored.add(2))).isTrue();
      await().until(() -> stored.contains(2));
    }
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("larder-redis-fills here"))
        .count();
  }

  private boolean offer(int size, int which) {
    return offer(1, size, which);
  }

  private boolean offer(int values, int size, int which) {
    return fills.offer(
        values,
        size,
        () -> {
          try {
            open.await();
            stored.add(which);
          } catch (InterruptedException e) {
            // It was closed.
          }
        });
  }
}
