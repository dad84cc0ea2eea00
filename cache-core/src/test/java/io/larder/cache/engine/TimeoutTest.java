package io.larder.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Cache;
import io.larder.cache.CacheBuilder;
import io.larder.cache.CacheLoader;
import io.larder.cache.CacheResult;
import io.larder.cache.CacheTimeoutException;
import io.larder.cache.CacheWaitException;
import io.larder.cache.ManyTimes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Loads that take longer than their callers wait. */
@ManyTimes
class TimeoutTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(20);

  private final Kitchen kitchen = new Kitchen();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final AtomicInteger loads = new AtomicInteger();
  private final AtomicInteger runningBatches = new AtomicInteger();
  private final AtomicInteger interrupts = new AtomicInteger();

  private final CacheLoader<String, InterruptedException> gated =
      load -> {
        loads.incrementAndGet();
        waitForTheGate();
        return "new";
      };

  private void waitForTheGate() throws InterruptedException {
    try {
      gate.await();
    } catch (InterruptedException e) {
      interrupts.incrementAndGet();
      throw e;
    }
  }

  @AfterEach
  void close() {
    gate.countDown();
    kitchen.close();
    threads.shutdownNow();
  }

  private CacheBuilder<String> texts() {
    return kitchen.texts().executor(threads).waitTimeout(LONG);
  }

  private void makeStale(Cache<String> texts, String... keys) {
    for (String key : keys) {
      texts.put(key, "old");
    }
    kitchen.pass(Duration.ofSeconds(10));
  }

  private void assertIsFilledLate(Cache<String> texts) {
    gate.countDown();
    await().until(() -> texts.find("a").fresh().isPresent());
    assertThat(texts.find("a").fresh()).contains("new");
    assertThat(loads).hasValue(1);
  }

  @Test
  void afterTheSoftTimeoutWhatIsStaleIsServedAndTheLoadFillsLate() throws Exception {
    Cache<String> texts = texts().staleIfError(LONG).softTimeout(SHORT).build();
    makeStale(texts, "a");
    assertThat(texts.get("a", gated)).isEqualTo("old");
    assertThat(texts.get("a", gated)).as("who waits for another's load").isEqualTo("old");
    assertThat(texts.stats().staleHits()).isEqualTo(2);
    assertIsFilledLate(texts);
  }

  @Test
  void withoutAnythingStaleTheSoftTimeoutIsWaitedOn() throws Exception {
    Cache<String> texts = texts().staleIfError(LONG).softTimeout(SHORT).build();
    Crowd<String> crowd = new Crowd<String>().and(2, () -> texts.get("a", gated)).isWaiting();
    crowd.thread(0).join(3 * SHORT.toMillis());
    assertThat(crowd.answers()).isZero();
    gate.countDown();
    assertThat(crowd.ends().values()).containsExactly("new", "new");
  }

  @Test
  void aLoadThatTheExecutorHasNotBegunAfterTheSoftTimeoutIsRunByItsCaller() {
    Cache<String> texts = kitchen.texts().staleIfError(LONG).softTimeout(SHORT).build();
    assertThat(texts.get("a", load -> "own" + loads.incrementAndGet())).isEqualTo("own1");
    assertThat(texts.getAll(List.of("b", "c"), keys -> Map.of("b", "B", "c", "C"))).hasSize(2);
    assertThat(kitchen.refresh()).as("what the executor comes to later").isEqualTo(2);
    assertThat(loads).hasValue(1);
    assertThat(texts.stats().stored()).isEqualTo(3);
    assertThat(texts.stats().misses()).isEqualTo(3);
  }

  @Test
  @Timeout(30)
  void aLoadThatAsksForAnotherOnTheOnlyThreadThereIsDoesNotWaitForEver() {
    ExecutorService one = Executors.newSingleThreadExecutor();
    try {
      Cache<String> texts =
          kitchen.texts().executor(one).staleIfError(LONG).softTimeout(SHORT).build();
      assertThat(texts.get("a", load -> texts.get("b", inner -> "new"))).isEqualTo("new");
      assertThat(texts.find("a").fresh()).contains("new");
      assertThat(texts.find("b").fresh()).contains("new");
    } finally {
      one.shutdownNow();
    }
  }

  @Test
  void whatMayNotStandInAnyMoreWhenItIsToIsWaitedOn() throws Exception {
    Cache<String> texts = texts().staleIfError(LONG).softTimeout(Duration.ofMillis(200)).build();
    makeStale(texts, "a");
    Crowd<String> crowd = new Crowd<String>().and(2, () -> texts.get("a", gated)).isWaiting();
    kitchen.pass(LONG);
    crowd.thread(0).join(300);
    assertThat(crowd.answers()).isZero();
    assertThat(loads).hasValue(1);
    gate.countDown();
    assertThat(crowd.ends().values()).containsExactly("new", "new");
  }

  @Test
  void afterTheHardTimeoutCallersFailAndTheLoadFillsLate() {
    Cache<String> texts = texts().hardTimeout(SHORT).build();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> texts.get("a", gated))
          .isInstanceOf(CacheTimeoutException.class)
          .hasMessageContaining(
              "'a' in the cache 'texts' takes longer than the hardTimeout of 20ms");
    }
    assertThat(texts.stats().misses()).isEqualTo(2);
    assertIsFilledLate(texts);
  }

  @Test
  void afterTheHardTimeoutWhatIsStaleIsServed() throws Exception {
    Cache<String> texts = texts().staleIfError(LONG).hardTimeout(SHORT).build();
    makeStale(texts, "a");
    assertThat(texts.get("a", gated)).isEqualTo("old");
    assertIsFilledLate(texts);
  }

  @Test
  void whatIsInvalidatedMeanwhileIsNotFilledLate() throws Exception {
    Cache<String> texts = texts().hardTimeout(SHORT).build();
    assertThatThrownBy(() -> texts.get("a", gated)).isInstanceOf(CacheTimeoutException.class);
    await().until(() -> loads.get() == 1);
    texts.evict("a");
    gate.countDown();
    await().until(() -> texts.stats().refused() == 1);
    assertThat(texts.find("a")).isEqualTo(new CacheResult.Missing<>());
  }

  @Test
  void aLoadIsInterruptedOnceAllHaveLeft() throws Exception {
    Cache<String> texts = texts().hardTimeout(LONG).interruptAbandoned(true).build();
    Crowd<String> callers = new Crowd<String>().and(1, () -> texts.get("a", gated)).isWaiting();
    callers.and(1, () -> texts.get("a", gated)).isWaiting();
    callers.thread(0).interrupt();
    callers.isWaitingExceptFor(1);
    assertThat(interrupts).hasValue(0);
    callers.thread(1).interrupt();
    assertThat(callers.ends().failures()).hasSize(2).allMatch(CacheWaitException.class::isInstance);
    await().until(() -> interrupts.get() == 1);
    assertThat(loads).hasValue(1);
  }

  @Test
  void aLoadIsInterruptedAfterTheHardTimeout() {
    Cache<String> texts = texts().hardTimeout(SHORT).interruptAbandoned(true).build();
    assertThatThrownBy(() -> texts.get("a", gated)).isInstanceOf(CacheTimeoutException.class);
    await().until(() -> interrupts.get() == 1);
  }

  @Test
  void aLoadIsLeftAloneUnlessThatIsAskedFor() throws Exception {
    Cache<String> texts = texts().hardTimeout(SHORT).build();
    assertThatThrownBy(() -> texts.get("a", gated)).isInstanceOf(CacheTimeoutException.class);
    assertIsFilledLate(texts);
    assertThat(interrupts).hasValue(0);
  }

  @Test
  void aLoadThatAllHaveLeftBeforeItBeganIsInterruptedAsItBegins() {
    Cache<String> texts = kitchen.texts().hardTimeout(SHORT).interruptAbandoned(true).build();
    AtomicInteger flags = new AtomicInteger();
    assertThatThrownBy(
            () ->
                texts.get(
                    "a",
                    load -> {
                      flags.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
                      return "late";
                    }))
        .isInstanceOf(CacheTimeoutException.class);
    assertThat(kitchen.refresh()).isEqualTo(1);
    assertThat(flags).hasValue(1);
    assertThat(Thread.currentThread().isInterrupted()).as("it was meant for the load").isFalse();
    assertThat(texts.find("a").fresh()).contains("late");
  }

  @Test
  void aBatchIsNotInterruptedWhileOneOfItsKeysIsWaitedFor() throws Exception {
    Cache<String> texts = texts().hardTimeout(LONG).interruptAbandoned(true).build();
    Crowd<Map<String, String>> batch =
        new Crowd<Map<String, String>>()
            .and(1, () -> texts.getAll(List.of("a", "b"), this::gatedBatch))
            .isWaiting();
    await().until(() -> runningBatches.get() == 1);
    Crowd<String> waiter = new Crowd<String>().and(1, () -> texts.get("b", gated)).isWaiting();
    batch.thread(0).interrupt();
    assertThat(batch.ends().failures()).hasSize(1);
    gate.countDown();
    assertThat(waiter.ends().values()).containsExactly("new");
    assertThat(loads).as("it was not the waiter that has loaded it").hasValue(0);
    assertThat(interrupts).hasValue(0);
  }

  @Test
  void aBatchIsInterruptedOnceAllOfItsKeysAreLeft() throws Exception {
    Cache<String> texts = texts().hardTimeout(LONG).interruptAbandoned(true).build();
    Crowd<Map<String, String>> batch =
        new Crowd<Map<String, String>>()
            .and(1, () -> texts.getAll(List.of("a", "b"), this::gatedBatch))
            .isWaiting();
    await().until(() -> runningBatches.get() == 1);
    batch.thread(0).interrupt();
    batch.ends();
    await().until(() -> interrupts.get() == 1);
  }

  private Map<String, String> gatedBatch(Set<String> keys) throws InterruptedException {
    runningBatches.incrementAndGet();
    waitForTheGate();
    return Map.of("a", "new", "b", "new");
  }

  @Test
  void aBatchServesWhatIsStaleOnlyIfAllOfItIs() throws Exception {
    Cache<String> texts = texts().staleIfError(LONG).softTimeout(SHORT).build();
    makeStale(texts, "a", "b");
    assertThat(texts.getAll(List.of("a", "b"), this::gatedBatch))
        .isEqualTo(Map.of("a", "old", "b", "old"));
    gate.countDown();
    await().until(() -> texts.find("b").fresh().isPresent());
    texts.evict("b");
    kitchen.pass(Duration.ofSeconds(10));
    assertThat(
            texts.getAll(
                List.of("a", "b"),
                keys -> {
                  Thread.currentThread().join(3 * SHORT.toMillis());
                  return Map.of("a", "newer", "b", "newer");
                }))
        .isEqualTo(Map.of("a", "newer", "b", "newer"));
  }

  @Test
  void whereThereIsNoThreadTheCallerLoadsItself() throws Exception {
    for (RuntimeException refusal :
        List.of(new RejectedExecutionException("full"), new IllegalStateException("broken"))) {
      Cache<String> texts =
          kitchen
              .larder
              .cacheBuilder(refusal.getMessage(), String.class)
              .hardTimeout(SHORT)
              .executor(
                  task -> {
                    throw refusal;
                  })
              .build();
      assertThat(texts.get("a", load -> Thread.currentThread().getName()))
          .isEqualTo(Thread.currentThread().getName());
      assertThat(texts.find("a").fresh()).isPresent();
    }
  }
}
