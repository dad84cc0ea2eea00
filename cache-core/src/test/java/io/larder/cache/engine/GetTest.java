package io.larder.cache.engine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.Cache;
import io.larder.cache.CacheEntry;
import io.larder.cache.CacheLoader;
import io.larder.cache.CacheResult;
import io.larder.cache.CacheStats;
import io.larder.cache.LimitException;
import io.larder.cache.Limits;
import io.larder.cache.LoadCycleException;
import io.larder.cache.codec.TypeToken;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What becomes of one caller, without others at the same time. */
class GetTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Kitchen kitchen = new Kitchen();
  private final AtomicInteger loads = new AtomicInteger();

  /** Returns another text each time. */
  private final CacheLoader<String, RuntimeException> counting =
      load -> load.key() + loads.incrementAndGet();

  @AfterEach
  void close() {
    kitchen.close();
  }

  private static <V> CacheLoader<V, IOException> failing() {
    return load -> {
      throw new IOException("no line");
    };
  }

  @Nested
  class WhatIsFresh {
    @Test
    void isLoadedOnce() {
      Cache<String> texts = kitchen.texts().build();
      assertThat(texts.get("a", counting)).isEqualTo("a1");
      assertThat(texts.get("a", counting)).isEqualTo("a1");
      assertThat(texts.get("b", counting)).isEqualTo("b2");
      CacheStats stats = texts.stats();
      assertThat(stats.hits()).isEqualTo(1);
      assertThat(stats.misses()).isEqualTo(2);
      assertThat(stats.stored()).isEqualTo(2);
    }

    @Test
    void endsWithItsTtl() {
      Cache<String> texts = kitchen.texts().build();
      texts.get("a", counting);
      kitchen.pass(Duration.ofSeconds(10).minusNanos(1));
      assertThat(texts.get("a", counting)).isEqualTo("a1");
      kitchen.pass(Duration.ofNanos(1));
      assertThat(texts.get("a", counting)).isEqualTo("a2");
    }

    @Test
    void isShortenedByJitterAndNeverLengthened() {
      Cache<String> texts = kitchen.texts().jitter(50).build();
      for (int i = 0; i < 200; i++) {
        texts.get("k" + i, counting);
      }
      List<Duration> left = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        left.add(((CacheResult.Hit<String>) texts.find("k" + i)).remaining());
      }
      assertThat(left).allMatch(d -> d.compareTo(Duration.ofSeconds(5)) >= 0);
      assertThat(left).allMatch(d -> d.compareTo(Duration.ofSeconds(10)) <= 0);
      assertThat(left).doesNotHaveDuplicates();
    }

    @Test
    void isWhatTheLoaderHasSaidWithoutJitter() {
      Cache<String> texts = kitchen.texts().jitter(90).build();
      texts.get("a", load -> load.ttl(Duration.ofSeconds(3)).tags("t").key());
      assertThat(texts.find("a")).isEqualTo(new CacheResult.Hit<>("a", Duration.ofSeconds(3)));
      texts.invalidate("t");
      assertThat(texts.find("a")).isEqualTo(new CacheResult.Missing<>());
    }
  }

  @Nested
  class WhatIsNotStored {
    @Test
    void isNullUnlessItHasATtl() {
      Cache<String> texts = kitchen.texts().build();
      assertThat(texts.get("a", load -> null)).isNull();
      assertThat(texts.get("a", counting)).isEqualTo("a1");
      Cache<String> others =
          kitchen.larder.cacheBuilder("nulls", String.class).nullTtl(SECOND).jitter(0).build();
      assertThat(others.get("a", load -> null)).isNull();
      assertThat(others.get("a", counting)).isNull();
      assertThat(others.find("a")).isEqualTo(new CacheResult.Hit<>(null, SECOND));
      kitchen.pass(SECOND);
      assertThat(others.get("a", counting)).isEqualTo("a2");
    }

    @Test
    void isWhatItsLoaderDoesNotWantStored() {
      Cache<String> texts = kitchen.texts().build();
      assertThat(texts.get("a", load -> load.doNotStore().key())).isEqualTo("a");
      assertThat(texts.find("a")).isEqualTo(new CacheResult.Missing<>());
      assertThat(texts.stats().refusals()).isEqualTo(Map.of("do-not-store", 1L));
    }

    @Test
    void isWhatThePredicateDoesNotWantStored() {
      Cache<String> texts = kitchen.texts().storeWhen("good"::equals).build();
      assertThat(texts.get("a", load -> "bad")).isEqualTo("bad");
      assertThat(texts.get("a", load -> "good")).isEqualTo("good");
      assertThat(texts.get("a", load -> "bad")).isEqualTo("good");
    }

    @Test
    void isAFailure() {
      Cache<String> texts = kitchen.texts().build();
      assertThatThrownBy(() -> texts.get("a", failing()))
          .isExactlyInstanceOf(IOException.class)
          .hasMessage("no line");
      assertThat(texts.get("a", counting)).isEqualTo("a1");
      assertThat(texts.stats().loadFailures()).isEqualTo(1);
    }

    @Test
    void isWhatWasInvalidatedWhileItWasLoaded() {
      Cache<String> texts = kitchen.texts().tags("all").build();
      for (Runnable event :
          List.<Runnable>of(
              () -> texts.evict("a"),
              () -> texts.invalidate("all"),
              texts::clear,
              () -> texts.put("a", "newer"),
              () -> texts.softPurge("a"))) {
        texts.clear();
        String old =
            texts.get(
                "a",
                load -> {
                  event.run();
                  return "old";
                });
        assertThat(old).isEqualTo("old");
        assertThat(texts.get("a", load -> "new")).isNotEqualTo("old");
      }
    }

    @Test
    void isWhatHasTooManyTags() {
      Cache<String> texts = kitchen.texts().build();
      String[] tags =
          IntStream.rangeClosed(0, Limits.MAX_TAGS).mapToObj(i -> "t" + i).toArray(String[]::new);
      assertThat(texts.get("a", load -> load.tags(tags).key())).isEqualTo("a");
      assertThat(texts.stats().refusals()).isEqualTo(Map.of("limit", 1L));
    }
  }

  @Nested
  class WhatIsStale {
    @Test
    void isServedWhileItIsRefreshed() {
      Cache<String> texts = kitchen.texts().staleWhileRevalidate(SECOND).build();
      texts.get("a", counting);
      kitchen.pass(Duration.ofSeconds(10));
      assertThat(texts.get("a", counting)).isEqualTo("a1");
      assertThat(texts.get("a", counting)).isEqualTo("a1");
      assertThat(kitchen.refresh()).isEqualTo(1);
      assertThat(texts.get("a", counting)).isEqualTo("a2");
      assertThat(texts.stats().staleHits()).isEqualTo(2);
    }

    @Test
    void isLoadedByItsCallerPastItsWindow() {
      Cache<String> texts = kitchen.texts().staleWhileRevalidate(SECOND).build();
      texts.get("a", counting);
      kitchen.pass(Duration.ofSeconds(11));
      assertThat(texts.get("a", counting)).isEqualTo("a2");
      assertThat(kitchen.refresh()).isZero();
    }

    @Test
    void isServedWhereLoadingFailsAndThenWithoutAnotherTry() throws IOException {
      Cache<String> texts =
          kitchen.texts().staleIfError(Duration.ofSeconds(60)).retryThrottle(SECOND).build();
      texts.get("a", counting);
      kitchen.pass(Duration.ofSeconds(10));
      assertThat(texts.get("a", failing())).isEqualTo("a1");
      assertThat(texts.get("a", counting)).isEqualTo("a1");
      kitchen.pass(SECOND);
      assertThat(texts.get("a", counting)).isEqualTo("a2");
    }

    @Test
    void isNotServedWhereLoadingFailsPastItsWindow() {
      Cache<String> texts = kitchen.texts().staleIfError(SECOND).build();
      texts.get("a", counting);
      kitchen.pass(Duration.ofSeconds(11));
      assertThatThrownBy(() -> texts.get("a", failing())).isInstanceOf(IOException.class);
    }

    @Test
    void isNeverServedOnceItIsInvalidated() {
      Cache<String> texts = kitchen.texts().staleIfError(Duration.ofHours(1)).tags("t").build();
      texts.get("a", counting);
      texts.invalidate("t");
      assertThatThrownBy(() -> texts.get("a", failing())).isInstanceOf(IOException.class);
    }

    @Test
    void isKeptByASoftPurgeAsAFallback() throws IOException {
      Cache<String> texts = kitchen.texts().staleIfError(SECOND).build();
      texts.get("a", counting);
      texts.softPurge("a");
      assertThat(texts.find("a")).isInstanceOf(CacheResult.Stale.class);
      assertThat(texts.get("a", failing())).isEqualTo("a1");
      kitchen.pass(SECOND);
      assertThat(texts.get("a", counting)).isEqualTo("a2");
    }

    @Test
    void isWhatThePredicateSays() {
      Cache<String> texts = kitchen.texts().staleWhen(entry -> "a1".equals(entry.value())).build();
      assertThat(texts.get("a", counting)).isEqualTo("a1");
      assertThat(texts.get("a", counting)).isEqualTo("a2");
      assertThat(texts.get("a", counting)).isEqualTo("a2");
    }

    @Test
    void isHandedToTheLoaderWhichMayKeepIt() {
      Cache<String> texts = kitchen.texts().staleIfError(Duration.ofHours(1)).build();
      texts.get("a", load -> load.tags("old").key() + "!");
      kitchen.pass(Duration.ofSeconds(10));
      String kept =
          texts.get(
              "a",
              load -> {
                assertThat(load.stale().map(CacheEntry::value)).contains("a!");
                return load.notModified();
              });
      assertThat(kept).isEqualTo("a!");
      assertThat(texts.find("a")).isEqualTo(new CacheResult.Hit<>("a!", Duration.ofSeconds(10)));
      texts.invalidate("old");
      assertThat(texts.find("a")).isEqualTo(new CacheResult.Missing<>());
    }

    @Test
    void isNotThereToBeKeptOnAFirstLoad() {
      Cache<String> texts = kitchen.texts().build();
      assertThatThrownBy(() -> texts.get("a", load -> load.notModified()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("'a'");
    }

    @Test
    void isRefreshedEarlyByChance() {
      Cache<String> texts = kitchen.texts().earlyRefresh(100).build();
      texts.get(
          "a",
          load -> {
            kitchen.pass(SECOND);
            return "slow";
          });
      kitchen.pass(Duration.ofSeconds(9));
      for (int i = 0; i < 1000 && kitchen.refresh() == 0; i++) {
        texts.get("a", counting);
      }
      assertThat(texts.get("a", counting)).isEqualTo("a1");
      assertThat(texts.stats().staleHits()).isZero();
    }

    @Test
    void isServedOnWhereThereIsNoThreadForARefresh() {
      Cache<String> texts = kitchen.texts().staleWhileRevalidate(SECOND).build();
      texts.get("a", counting);
      kitchen.pass(Duration.ofSeconds(10));
      kitchen.hasNoThreads();
      assertThat(texts.get("a", counting)).isEqualTo("a1");
      assertThat(texts.stats().refreshesSkipped()).isEqualTo(1);
      kitchen.pass(SECOND);
      assertThat(texts.get("a", counting)).isEqualTo("a2");
    }
  }

  @Nested
  class Code {
    @Test
    void passesTheCacheByWhereItSaysSo() {
      Cache<String> texts = kitchen.texts().bypassWhen("a"::equals).build();
      assertThat(texts.get("a", counting)).isEqualTo("a1");
      assertThat(texts.get("a", counting)).isEqualTo("a2");
      assertThat(texts.get("b", counting)).isEqualTo("b3");
      assertThat(texts.get("b", counting)).isEqualTo("b3");
      assertThat(texts.stats().bypassReasons()).isEqualTo(Map.of("bypass-when", 2L));
    }

    @Test
    void loadsAnewWhereItSaysSo() {
      boolean[] anew = new boolean[1];
      Cache<String> texts = kitchen.texts().refreshWhen(key -> anew[0]).build();
      texts.get("a", counting);
      anew[0] = true;
      assertThat(texts.get("a", counting)).isEqualTo("a2");
      anew[0] = false;
      assertThat(texts.get("a", counting)).isEqualTo("a2");
    }

    @Test
    void namesTheKeyOrNone() {
      Cache<String> texts =
          kitchen.texts().key(key -> key.isBlank() ? null : "tenant/" + key).build();
      assertThat(texts.get("a", counting)).isEqualTo("a1");
      assertThat(texts.get("a", counting)).isEqualTo("a1");
      assertThat(texts.get(" ", counting)).isEqualTo(" 2");
      assertThat(texts.get(" ", counting)).isEqualTo(" 3");
      texts.evict("a");
      assertThat(texts.get("a", counting)).isEqualTo("a4");
      assertThat(kitchen.larder.inspect("*", 10))
          .extracting(each -> each.key())
          .allMatch(key -> key.contains("tenant/a"));
    }

    @Test
    void copiesWhatIsHandedOut() {
      Cache<int[]> numbers =
          kitchen.larder.cacheBuilder("numbers", int[].class).copyOnRead(int[]::clone).build();
      int[] first = numbers.get("a", load -> new int[] {1});
      first[0] = 2;
      int[] second = numbers.get("a", load -> new int[] {3});
      second[0] = 4;
      assertThat(numbers.get("a", load -> new int[] {5})).containsExactly(1);
    }
  }

  @Nested
  class ACopy {
    @Test
    void isMadeByWritingAndReadingWhereNothingElseIsSaid() {
      Cache<List<String>> lists =
          kitchen
              .larder
              .cacheBuilder("lists", new TypeToken<List<String>>() {})
              .copyOnRead()
              .build();
      lists.get("a", load -> new ArrayList<>(List.of("one"))).add("two");
      lists.get("a", load -> List.of()).add("three");
      assertThat(lists.get("a", load -> List.of())).containsExactly("one");
    }
  }

  @Test
  void whatALoaderIsShownIsACopyToo() {
    Cache<int[]> numbers =
        kitchen
            .larder
            .cacheBuilder("numbers", int[].class)
            .staleIfError(SECOND)
            .copyOnRead(int[]::clone)
            .build();
    numbers.put("a", new int[] {1});
    numbers.softPurge("a");
    int[] kept =
        numbers.get(
            "a",
            load -> {
              requireNonNull(load.stale().orElseThrow().value())[0] = 2;
              return load.notModified();
            });
    assertThat(kept).containsExactly(1);
  }

  @Test
  void primitivesAreTheirObjects() {
    Cache<Integer> numbers = kitchen.larder.cache("numbers", int.class);
    assertThat(kitchen.larder.cache("numbers", Integer.class)).isSameAs(numbers);
  }

  @Nested
  class Refused {
    @Test
    void isALoaderThatAsksForItsOwnKey() {
      Cache<String> texts = kitchen.texts().build();
      assertThatThrownBy(() -> texts.get("a", load -> texts.get("a", counting)))
          .isInstanceOf(LoadCycleException.class)
          .hasMessageContaining("the loader of 'a' in the cache 'texts' asks for that key itself");
      assertThat(texts.stats().misses()).as("one of each call").isEqualTo(2);
      assertThat(texts.get("a", load -> texts.get("b", counting))).isEqualTo("b1");
    }

    @Test
    void isALoaderThatAsksForItsOwnKeyThroughAnother() {
      Cache<String> texts = kitchen.texts().build();
      assertThatThrownBy(
              () -> texts.get("a", load -> texts.get("b", inner -> texts.get("a", counting))))
          .isInstanceOf(LoadCycleException.class)
          .hasMessageContaining("'a'")
          .hasMessageContaining("'b'");
    }

    @Test
    void isNoKey() {
      Cache<String> texts = kitchen.texts().build();
      String none = null;
      for (ThrowingCallable call :
          List.<ThrowingCallable>of(
              () -> texts.get(none, counting),
              () -> texts.find(none),
              () -> texts.put(none, "x"),
              () -> texts.evict(none))) {
        assertThatThrownBy(call).isInstanceOf(NullPointerException.class).hasMessage("key");
      }
    }

    @Test
    void isAnEmptyKey() {
      Cache<String> texts = kitchen.texts().build();
      assertThatThrownBy(() -> texts.get("", counting)).isInstanceOf(LimitException.class);
    }

    @Test
    void isAGetWithoutALoader() {
      Cache<String> texts = kitchen.texts().build();
      assertThatThrownBy(() -> texts.get("a"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("'texts' was built without a loader");
      Cache<String> own = kitchen.larder.cacheBuilder("own", String.class).loader(counting).build();
      assertThat(own.get("a")).isEqualTo("a1");
      assertThat(own.get("a")).isEqualTo("a1");
    }
  }

  @Test
  void anInterruptIsNotForgottenWhereWhatIsStaleIsServedInItsPlace() throws InterruptedException {
    Cache<String> texts = kitchen.texts().staleIfError(SECOND).build();
    texts.put("a", "old");
    kitchen.pass(Duration.ofSeconds(10));
    CacheLoader<String, InterruptedException> interrupted =
        load -> {
          throw new InterruptedException();
        };
    assertThat(texts.get("a", interrupted)).isEqualTo("old");
    assertThat(Thread.interrupted()).isTrue();
    texts.evict("a");
    assertThatThrownBy(() -> texts.get("a", interrupted)).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).as("who is told by the exception").isFalse();
  }

  @Test
  void nothingIsCachedWhileCachingIsSwitchedOff() {
    Cache<String> texts = kitchen.texts().build();
    texts.get("a", counting);
    kitchen.larder.enabled(false);
    assertThat(texts.get("a", counting)).isEqualTo("a2");
    assertThat(texts.get("a", counting)).isEqualTo("a3");
    kitchen.larder.enabled(true);
    assertThat(texts.get("a", counting)).isEqualTo("a1");
    assertThat(texts.stats().bypassReasons()).isEqualTo(Map.of("disabled", 2L));
  }
}
