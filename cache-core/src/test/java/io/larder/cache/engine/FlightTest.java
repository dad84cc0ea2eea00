package io.larder.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Cache;
import io.larder.cache.CacheBuilder;
import io.larder.cache.CacheLoader;
import io.larder.cache.CacheResult;
import io.larder.cache.CacheSettings;
import io.larder.cache.CacheStats;
import io.larder.cache.CacheWaitException;
import io.larder.cache.ManyTimes;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many callers of one key at the same time. */
@ManyTimes
class FlightTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final Kitchen kitchen = new Kitchen();
  private final AtomicInteger loads = new AtomicInteger();
  private final CountDownLatch gate = new CountDownLatch(1);

  /** Returns another text each time, once the gate is open. */
  private final CacheLoader<String, InterruptedException> gated =
      load -> {
        String text = load.key() + loads.incrementAndGet();
        gate.await();
        return text;
      };

  @AfterEach
  void close() {
    kitchen.close();
  }

  private CacheBuilder<String> texts() {
    return kitchen.texts().waitTimeout(LONG);
  }

  private Crowd<String> callers(int number, Callable<String> call) {
    return new Crowd<String>().and(number, call);
  }

  @Test
  void aThousandLoadOnce() throws InterruptedException {
    assertLoadOnce(1_000, new Crowd<>());
  }

  @Test
  void tenThousandOnVirtualThreadsLoadOnce() throws Exception {
    if (Runtime.version().feature() < 21) {
      assertLoadOnce(2_000, new Crowd<>());
    } else {
      assertLoadOnce(10_000, new Crowd<>(virtual()));
    }
  }

  private static Function<Runnable, Thread> virtual() throws ReflectiveOperationException {
    Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
    var unstarted =
        Class.forName("java.lang.Thread$Builder").getMethod("unstarted", Runnable.class);
    return task -> {
      try {
        return (Thread) unstarted.invoke(builder, task);
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
    };
  }

  private void assertLoadOnce(int callers, Crowd<String> crowd) throws InterruptedException {
    Cache<String> texts = texts().maxWaiters(callers).build();
    crowd.and(callers, () -> texts.get("a", gated)).isWaiting();
    gate.countDown();
    crowd.ends();
    assertThat(crowd.failures()).isEmpty();
    assertThat(crowd.values()).isEqualTo(Collections.nCopies(callers, "a1"));
    CacheStats stats = texts.stats();
    assertThat(loads).hasValue(1);
    assertThat(stats.stored()).isEqualTo(1);
    assertThat(stats.misses()).isEqualTo(callers);
    assertThat(stats.collapsed()).isEqualTo(callers - 1);
    assertThat(stats.hits() + stats.passes()).isZero();
  }

  @Test
  void aFailureReachesEachWhoIsThereOnce() throws Exception {
    Cache<String> texts = texts().build();
    IOException failure = new IOException("no line");
    Crowd<String> crowd =
        callers(
                50,
                () ->
                    texts.get(
                        "a",
                        load -> {
                          loads.incrementAndGet();
                          gate.await();
                          throw failure;
                        }))
            .isWaiting();
    gate.countDown();
    crowd.ends();
    assertThat(crowd.failures()).hasSize(50).allMatch(each -> each == failure);
    assertThat(loads).hasValue(1);
    assertThat(texts.stats().loadFailures()).isEqualTo(1);
    assertThat(texts.get("a", gated)).isEqualTo("a2");
  }

  @Test
  void anErrorReachesEachWhoIsThereToo() throws InterruptedException {
    Cache<String> texts = texts().build();
    Error error = new LinkageError("no class");
    Crowd<String> crowd =
        callers(
                5,
                () ->
                    texts.get(
                        "a",
                        load -> {
                          gate.await();
                          throw error;
                        }))
            .isWaiting();
    gate.countDown();
    assertThat(crowd.ends().failures()).hasSize(5).allMatch(each -> each == error);
  }

  @Test
  void whereTheLeaderIsInterruptedOneOfTheOthersGoesOn() throws InterruptedException {
    Cache<String> texts = texts().build();
    Crowd<String> leader = callers(1, () -> texts.get("a", gated)).isWaiting();
    Crowd<String> others = callers(10, () -> texts.get("a", gated)).isWaiting();
    leader.thread(0).interrupt();
    assertThat(leader.ends().failures()).singleElement().isInstanceOf(InterruptedException.class);
    await().until(() -> loads.get() == 2);
    gate.countDown();
    assertThat(others.ends().values()).isEqualTo(Collections.nCopies(10, "a2"));
    assertThat(loads).hasValue(2);
  }

  @Test
  void anInterruptReachesAWaiterAtOnce() throws InterruptedException {
    Cache<String> texts = texts().build();
    AtomicBoolean flag = new AtomicBoolean();
    Crowd<String> leader = callers(1, () -> texts.get("a", gated)).isWaiting();
    Crowd<String> waiter =
        callers(
                1,
                () -> {
                  try {
                    return texts.get("a", gated);
                  } finally {
                    flag.set(Thread.currentThread().isInterrupted());
                  }
                })
            .isWaiting();
    waiter.thread(0).interrupt();
    waiter.ends();
    assertThat(waiter.failures()).singleElement().isInstanceOf(CacheWaitException.class);
    assertThat(flag).isTrue();
    assertThat(leader.answers()).isZero();
    gate.countDown();
    assertThat(leader.ends().values()).containsExactly("a1");
    assertThat(texts.stats().misses()).as("each call is counted").isEqualTo(2);
  }

  @Test
  void aLeadThatIsHandedToOneWhoLeavesIsNotLost() throws InterruptedException {
    Cache<String> texts = texts().build();
    CountDownLatch never = new CountDownLatch(1);
    CacheLoader<String, InterruptedException> endless =
        load -> {
          never.await();
          return "never";
        };
    Crowd<String> leaving = callers(1, () -> texts.get("a", endless)).isWaiting();
    leaving.and(1, () -> texts.get("a", endless)).isWaiting();
    Crowd<String> staying = callers(3, () -> texts.get("a", load -> "stayed")).isWaiting();
    Thread other = new Thread(() -> leaving.thread(1).interrupt());
    other.start();
    leaving.thread(0).interrupt();
    other.join();
    leaving.ends();
    assertThat(leaving.failures()).hasSize(2);
    assertThat(staying.ends().values()).isEqualTo(Collections.nCopies(3, "stayed"));
  }

  @Test
  void thoseBeyondAsManyAsMayWaitLoadAloneAndNothingOfTheirsIsStored() throws InterruptedException {
    Cache<String> texts = texts().maxWaiters(3).build();
    Crowd<String> waiting = callers(4, () -> texts.get("a", gated)).isWaiting();
    Crowd<String> beyond = callers(4, () -> texts.get("a", load -> "alone")).ends();
    assertThat(beyond.values()).isEqualTo(Collections.nCopies(4, "alone"));
    assertThat(texts.find("a")).isEqualTo(new CacheResult.Missing<>());
    gate.countDown();
    assertThat(waiting.ends().values()).isEqualTo(Collections.nCopies(4, "a1"));
    assertThat(texts.stats().passReasons()).isEqualTo(Map.of("waiters", 4L));
    assertThat(texts.get("a", load -> "late")).isEqualTo("a1");
  }

  @Test
  void thoseBeyondAsManyAsMayWaitFailWhereThatIsAskedFor() throws InterruptedException {
    Cache<String> texts = texts().maxWaiters(1).failWaiting(true).build();
    Crowd<String> waiting = callers(2, () -> texts.get("a", gated)).isWaiting();
    assertThatThrownBy(() -> texts.get("a", gated))
        .isInstanceOf(CacheWaitException.class)
        .hasMessageContaining("'a' in the cache 'texts'");
    gate.countDown();
    assertThat(waiting.ends().values()).containsExactly("a1", "a1");
    assertThat(texts.stats().misses()).isEqualTo(3);
  }

  @Test
  void whoHasWaitedTooLongLoadsAloneAndNothingOfThatIsStored() throws InterruptedException {
    Cache<String> texts = texts().waitTimeout(Duration.ofMillis(20)).build();
    Crowd<String> leader = callers(1, () -> texts.get("a", gated)).isWaiting();
    assertThat(texts.get("a", load -> "alone")).isEqualTo("alone");
    assertThat(texts.find("a")).isEqualTo(new CacheResult.Missing<>());
    gate.countDown();
    assertThat(leader.ends().values()).containsExactly("a1");
    assertThat(texts.stats().passReasons()).isEqualTo(Map.of("wait", 1L));
    assertThat(texts.get("a", load -> "late")).isEqualTo("a1");
  }

  @Test
  void whoHasWaitedTooLongFailsWhereThatIsAskedFor() throws InterruptedException {
    Cache<String> texts = texts().waitTimeout(Duration.ofMillis(20)).failWaiting(true).build();
    Crowd<String> leader = callers(1, () -> texts.get("a", gated)).isWaiting();
    assertThatThrownBy(() -> texts.get("a", gated))
        .isInstanceOf(CacheWaitException.class)
        .hasMessageContaining("20ms");
    gate.countDown();
    assertThat(leader.ends().values()).containsExactly("a1");
  }

  @Test
  void whatIsNotToBeStoredIsNotForThoseWhoWait() throws InterruptedException {
    Cache<String> texts = texts().build();
    Crowd<String> leader =
        callers(
                1,
                () ->
                    texts.get(
                        "a",
                        load -> {
                          gate.await();
                          return load.doNotStore().key();
                        }))
            .isWaiting();
    Crowd<String> waiter = callers(3, () -> texts.get("a", load -> "own")).isWaiting();
    gate.countDown();
    assertThat(leader.ends().values()).containsExactly("a");
    assertThat(waiter.ends().values()).isEqualTo(Collections.nCopies(3, "own"));
  }

  @Test
  void whatIsInvalidatedDuringTheLoadIsForNobodyWhoAsksAfterwards() throws InterruptedException {
    Cache<String> texts = texts().tags("all").build();
    for (Runnable event :
        List.<Runnable>of(
            () -> texts.evict("a"),
            () -> texts.evictAll(List.of("b", "a")),
            () -> texts.invalidate("all"),
            () -> kitchen.larder.invalidate("all"),
            () -> texts.put("a", "new"),
            () -> texts.put("a", () -> "new"),
            texts::clear,
            () -> kitchen.larder.clear())) {
      CountDownLatch open = new CountDownLatch(1);
      CacheLoader<String, InterruptedException> old =
          load -> {
            open.await();
            return "old";
          };
      texts.clear();
      Crowd<String> leader = callers(1, () -> texts.get("a", old)).isWaiting();
      Crowd<String> before = callers(1, () -> texts.get("a", load -> "new")).isWaiting();
      event.run();
      Crowd<String> after = callers(1, () -> texts.get("a", load -> "new"));
      if (texts.find("a") instanceof CacheResult.Missing) {
        after.isWaiting();
      }
      open.countDown();
      assertThat(leader.ends().values()).containsExactly("old");
      assertThat(before.ends().values()).containsExactly("old");
      assertThat(after.ends().values()).containsExactly("new");
      assertThat(texts.get("a", load -> "later")).isNotEqualTo("old");
    }
  }

  @Test
  void thoseWhoSawSomethingStaleGetWhatIsLoadedForAll() throws Exception {
    Cache<String> texts = texts().staleIfError(LONG).build();
    texts.get("a", load -> "old");
    kitchen.pass(Duration.ofSeconds(10));
    Crowd<String> crowd = callers(20, () -> texts.get("a", gated)).isWaiting();
    gate.countDown();
    assertThat(crowd.ends().values()).isEqualTo(Collections.nCopies(20, "a1"));
    assertThat(loads).hasValue(1);
  }

  @Test
  void thoseWhoSawSomethingStaleShareWhatIsNotStoredToo() throws InterruptedException {
    AtomicInteger looks = new AtomicInteger();
    Cache<String> texts =
        texts()
            .staleIfError(LONG)
            .storeWhen("old"::equals)
            .staleWhen(entry -> looks.incrementAndGet() < 0)
            .build();
    texts.put("a", "old");
    kitchen.pass(Duration.ofSeconds(10));
    CountDownLatch second = new CountDownLatch(1);
    CacheLoader<String, InterruptedException> twice =
        load -> {
          int number = loads.incrementAndGet();
          (number == 1 ? gate : second).await();
          return "v" + number;
        };
    Crowd<String> crowd = callers(20, () -> texts.get("a", twice)).isWaiting();
    gate.countDown();
    await().until(() -> looks.get() == 20 + 19); // all but the first leader have looked again
    crowd.isWaitingExceptFor(1);
    second.countDown();
    assertThat(crowd.ends().values()).hasSize(20).containsOnly("v1", "v2");
    assertThat(loads).hasValue(2);
  }

  @Test
  void settingsThatChangeMeanwhileLeaveOneLoadForAll() throws InterruptedException {
    Cache<String> texts = texts().build();
    Crowd<String> crowd = callers(5, () -> texts.get("a", gated)).isWaiting();
    texts.settings(CacheSettings.parse("ttl=10s jitter=0% waitTimeout=60s maxWaiters=2000"));
    crowd.and(5, () -> texts.get("a", gated)).isWaiting();
    gate.countDown();
    assertThat(crowd.ends().values()).isEqualTo(Collections.nCopies(10, "a1"));
    texts.settings(CacheSettings.parse("maxWaiters=0"));
    CountDownLatch second = new CountDownLatch(1);
    Crowd<String> alone =
        callers(
                1,
                () ->
                    texts.get(
                        "b",
                        load -> {
                          second.await();
                          return "b";
                        }))
            .isWaiting();
    assertThat(texts.get("b", load -> "alone")).isEqualTo("alone");
    second.countDown();
    assertThat(alone.ends().values()).containsExactly("b");
  }

  @Test
  void codeThatThrowsBeforeALoadBeginsLeavesNobodyWaiting() throws InterruptedException {
    AtomicBoolean throwing = new AtomicBoolean();
    Cache<String> texts =
        texts()
            .staleIfError(LONG)
            .staleWhen(
                entry -> {
                  if (throwing.get()) {
                    throw new IllegalArgumentException("predicate");
                  }
                  return true;
                })
            .build();
    texts.put("a", "old");
    Crowd<String> leader = callers(1, () -> texts.get("a", gated)).isWaiting();
    Crowd<String> heir = callers(1, () -> texts.get("a", gated)).isWaiting();
    texts.put("b", "has the heir look again");
    throwing.set(true);
    leader.thread(0).interrupt();
    leader.ends();
    assertThat(heir.ends().failures()).singleElement().isInstanceOf(IllegalArgumentException.class);
    throwing.set(false);
    assertThat(callers(1, () -> texts.get("a", load -> "next")).ends().values())
        .containsExactly("next");
    assertThat(texts.stats().passes()).isZero();
  }
}
