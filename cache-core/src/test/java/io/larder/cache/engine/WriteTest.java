package io.larder.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.Answer;
import io.larder.cache.Cache;
import io.larder.cache.CacheResult;
import io.larder.cache.LimitException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is put, removed and ended by hand. */
class WriteTest {

  @Test
  void aPredicateThatThrowsLeavesNothingOutdated() {
    try (Kitchen own = new Kitchen()) {
      boolean[] throwing = new boolean[1];
      Cache<String> texts =
          own.texts()
              .storeWhen(
                  value -> {
                    if (throwing[0]) {
                      throw new IllegalStateException("no idea");
                    }
                    return true;
                  })
              .build();
      texts.put("a", "old");
      throwing[0] = true;
      assertThatThrownBy(() -> texts.put("a", () -> "new")).hasMessage("no idea");
      assertThat(texts.find("a")).isEqualTo(new CacheResult.Missing<>());
    }
  }

  private static final Duration TTL = Duration.ofSeconds(10);

  private final Kitchen kitchen = new Kitchen();
  private final Cache<String> texts = kitchen.texts().staleIfError(TTL).tags("all").build();

  @AfterEach
  void close() {
    kitchen.close();
  }

  private CacheResult<String> found(String key) {
    return texts.find(key);
  }

  private void assertMissing(String key) {
    assertThat(found(key)).isEqualTo(new CacheResult.Missing<>());
  }

  @Nested
  class APut {
    @Test
    void replacesWhateverIsThere() throws IOException {
      assertThat(texts.put("a", "one")).isEqualTo(Answer.APPLIED);
      assertThat(found("a").fresh()).contains("one");
      assertThat(texts.put("a", () -> "two")).isEqualTo("two");
      assertThat(found("a").fresh()).contains("two");
      texts.put("a", "three", Duration.ofSeconds(1));
      assertThat(found("a")).isEqualTo(new CacheResult.Hit<>("three", Duration.ofSeconds(1)));
    }

    @Test
    void hasTheTagsOfTheSettings() {
      texts.put("a", "one");
      texts.invalidate("other");
      assertThat(found("a").fresh()).contains("one");
      texts.invalidate("all");
      assertMissing("a");
    }

    @Test
    void ofASupplierLosesAgainstWhatHappensMeanwhile() {
      for (Runnable event :
          List.<Runnable>of(
              () -> texts.evict("a"),
              () -> texts.put("a", "newer"),
              () -> texts.invalidate("all"),
              texts::clear)) {
        texts.put("a", "before");
        String put =
            texts.put(
                "a",
                () -> {
                  event.run();
                  return "old";
                });
        assertThat(put).isEqualTo("old");
        assertThat(found("a").fresh()).isNotEqualTo(java.util.Optional.of("old"));
      }
    }

    @Test
    void ofASupplierThatThrowsLeavesTheKeyAsItIs() {
      texts.put("a", "before");
      assertThatThrownBy(
              () ->
                  texts.put(
                      "a",
                      () -> {
                        throw new IOException("no line");
                      }))
          .isExactlyInstanceOf(IOException.class);
      assertThat(found("a").fresh()).contains("before");
    }

    @Test
    void ofWhatIsNotStoredEmptiesTheKey() {
      Cache<String> some =
          kitchen.larder.cacheBuilder("some", String.class).storeWhen("good"::equals).build();
      some.put("a", "good");
      some.put("a", "bad");
      assertThat(some.find("a")).isEqualTo(new CacheResult.Missing<>());
      texts.put("a", "one");
      texts.put("a", (String) null);
      assertMissing("a");
    }

    @Test
    void beyondALimitIsRefusedAndEmptiesTheKey() {
      texts.put("a", "one");
      String large = "x".repeat(2 << 20);
      assertThatThrownBy(() -> texts.put("a", large)).isInstanceOf(LimitException.class);
      assertMissing("a");
      assertThatThrownBy(() -> texts.put("", "one")).isInstanceOf(LimitException.class);
    }

    @Test
    void ofASupplierHandsOutACopy() {
      Cache<int[]> numbers =
          kitchen.larder.cacheBuilder("numbers", int[].class).copyOnRead(int[]::clone).build();
      int[] put = numbers.put("a", () -> new int[] {1});
      put[0] = 2;
      assertThat(numbers.get("a", load -> new int[] {3})).containsExactly(1);
    }

    @Test
    void ofSeveralPutsEach() {
      assertThat(texts.putAll(Map.of("a", "one", "b", "two"))).isEqualTo(Answer.APPLIED);
      assertThat(found("a").fresh()).contains("one");
      assertThat(found("b").fresh()).contains("two");
    }
  }

  @Nested
  class APutIfAbsent {
    @Test
    void storesWhereNothingFreshIs() {
      assertThat(texts.putIfAbsent("a", "one")).isTrue();
      assertThat(texts.putIfAbsent("a", "two")).isFalse();
      assertThat(found("a").fresh()).contains("one");
      kitchen.pass(TTL);
      assertThat(texts.putIfAbsent("a", "two")).isTrue();
      assertThat(found("a").fresh()).contains("two");
      texts.softPurge("a");
      assertThat(texts.putIfAbsent("a", "three")).isTrue();
    }

    @Test
    void storesNoNullWithoutATtlForIt() {
      assertThat(texts.putIfAbsent("a", null)).isFalse();
      Cache<String> nulls = kitchen.larder.cacheBuilder("nulls", String.class).nullTtl(TTL).build();
      assertThat(nulls.putIfAbsent("a", null)).isTrue();
      assertThat(nulls.putIfAbsent("a", "one")).isFalse();
    }

    @Test
    void ofManyAtOnceSucceedsOnce() throws InterruptedException {
      Crowd<Boolean> crowd =
          new Crowd<Boolean>().and(20, () -> texts.putIfAbsent("a", "one")).ends();
      assertThat(crowd.values()).hasSize(20).filteredOn(each -> each).hasSize(1);
    }

    @Test
    void refusesALoadThatIsUnderWay() {
      texts.get(
          "a",
          load -> {
            assertThat(texts.putIfAbsent("a", "absent")).isTrue();
            return "loaded";
          });
      assertThat(found("a").fresh()).contains("absent");
    }
  }

  @Nested
  class Ending {
    @Test
    void ofKeysLeavesTheOthers() {
      texts.putAll(Map.of("a", "one", "b", "two", "c", "three"));
      assertThat(texts.evictAll(List.of("a", "b"))).isEqualTo(Answer.APPLIED);
      assertMissing("a");
      assertMissing("b");
      assertThat(found("c").fresh()).contains("three");
      assertThat(texts.evictAll(List.of())).isEqualTo(Answer.APPLIED);
      assertThat(found("c").fresh()).contains("three");
    }

    @Test
    void ofOneCacheLeavesTheOthers() {
      Cache<String> other = kitchen.larder.cacheBuilder("other", String.class).build();
      texts.put("a", "one");
      other.put("a", "two");
      texts.clear();
      assertMissing("a");
      assertThat(other.find("a").fresh()).contains("two");
    }

    @Test
    void ofNoTagsEndsNothing() {
      texts.put("a", "one");
      assertThat(texts.invalidate()).isEqualTo(Answer.APPLIED);
      assertThat(found("a").fresh()).contains("one");
    }

    @Test
    void ofFreshnessKeepsTheValue() {
      texts.put("a", "one");
      assertThat(texts.softPurge("a")).isEqualTo(Answer.APPLIED);
      assertThat(found("a")).isInstanceOf(CacheResult.Stale.class);
      assertThat(texts.get("a", load -> "two")).isEqualTo("two");
    }

    @Test
    void whatItsLoaderWasAboutToKeepIsNotKept() {
      Cache<String> swr =
          kitchen
              .larder
              .cacheBuilder("swr", String.class)
              .ttl(TTL)
              .jitter(0)
              .staleWhileRevalidate(TTL)
              .build();
      swr.put("a", "old");
      kitchen.pass(TTL);
      assertThat(swr.get("a", load -> load.stale().isPresent() ? load.notModified() : "new"))
          .isEqualTo("old");
      swr.evict("a");
      assertThat(kitchen.refresh()).isEqualTo(1);
      assertThat(swr.find("a").fresh()).contains("new");
    }
  }
}
