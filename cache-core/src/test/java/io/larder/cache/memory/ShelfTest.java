package io.larder.cache.memory;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.larder.cache.CacheEntry;
import io.larder.cache.Terms;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ShelfTest {

  private static final int FINDS = 16_000;

  private final AtomicInteger uses = new AtomicInteger();

  private Shelf<String> counting(long most) {
    return new Shelf<>(caffeine().maximumSize(most).build());
  }

  private Shelf<String> weighing(long most) {
    return new Shelf<>(caffeine().maximumWeight(most).weigher((key, entry) -> 10).build());
  }

  /** One that counts the uses that it is told of. */
  private Caffeine<String, CacheEntry<String>> caffeine() {
    return Caffeine.newBuilder()
        .executor(Runnable::run)
        .expireAfter(
            new Expiry<String, CacheEntry<String>>() {
              @Override
              public long expireAfterCreate(String key, CacheEntry<String> entry, long now) {
                return Duration.ofHours(1).toNanos();
              }

              @Override
              public long expireAfterUpdate(
                  String key, CacheEntry<String> entry, long now, long left) {
                return left;
              }

              @Override
              public long expireAfterRead(
                  String key, CacheEntry<String> entry, long now, long left) {
                uses.incrementAndGet();
                return left;
              }
            });
  }

  private static void stock(Shelf<String> shelf, String prefix, int entries) {
    Terms terms = Terms.ttl(Duration.ofHours(1));
    IntStream.range(0, entries)
        .forEach(i -> shelf.put(prefix + i, new CacheEntry<>("v", 1, 1, terms, 0, false)));
  }

  private int usesOf(Shelf<String> shelf, int finds) {
    uses.set(0);
    for (int i = 0; i < finds; i++) {
      assertThat(shelf.find("k0")).isNotNull();
    }
    return uses.get();
  }

  private void assertCountsFew(Shelf<String> shelf) {
    assertThat(usesOf(shelf, FINDS)).isBetween(FINDS / 16 / 2, FINDS / 16 * 2);
  }

  private void assertCountsHalf(Shelf<String> shelf) {
    assertThat(usesOf(shelf, FINDS)).isBetween(FINDS / 2 - FINDS / 8, FINDS / 2 + FINDS / 8);
  }

  @Nested
  class Uses {

    @Test
    void countSeldomWhereThereIsRoom() {
      Shelf<String> shelf = counting(100);
      stock(shelf, "k", 80);
      assertCountsFew(shelf);
    }

    @Test
    void countEveryOtherTimeInAShelfThatIsFull() {
      Shelf<String> shelf = counting(100);
      stock(shelf, "k", 90);
      assertCountsHalf(shelf);
    }

    @Test
    void countByBytesWhereTheBoundIsInBytes() {
      Shelf<String> shelf = weighing(1_000);
      stock(shelf, "k", 80);
      assertCountsFew(shelf);
      stock(shelf, "more", 10);
      assertCountsHalf(shelf);
    }

    @Test
    void followABoundThatIsMoved() {
      Shelf<String> shelf = weighing(1_000);
      stock(shelf, "k", 50);
      shelf.resize(520);
      assertCountsHalf(shelf);
      shelf.resize(1_000);
      assertCountsFew(shelf);
    }

    @Test
    void countSeldomAgainOnceThereIsRoom() {
      Shelf<String> shelf = counting(100);
      stock(shelf, "k", 95);
      IntStream.range(1, 50).forEach(i -> shelf.remove("k" + i));
      stock(shelf, "k", 1);
      assertCountsFew(shelf);
    }

    @Test
    void areNoneOfThoseWhoOnlyPeek() {
      Shelf<String> shelf = counting(10);
      stock(shelf, "k", 10);
      for (int i = 0; i < 1_000; i++) {
        assertThat(shelf.peek("k0")).isNotNull();
      }
      assertThat(uses).hasValue(0);
    }
  }

  @Test
  void whatIsUsedOutlivesAFloodOfWhatIsNot() {
    Shelf<String> shelf = counting(100);
    stock(shelf, "old", 90);
    stock(shelf, "k", 10);
    for (int use = 0; use < 50; use++) {
      IntStream.range(0, 10).forEach(i -> shelf.find("k" + i));
    }
    stock(shelf, "flood", 2_000);
    assertThat(IntStream.range(0, 10).filter(i -> shelf.peek("k" + i) != null)).hasSize(10);
  }
}
