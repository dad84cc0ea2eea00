package io.larder.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.Cache;
import io.larder.cache.CacheBuilder;
import io.larder.cache.CacheLoader;
import io.larder.cache.LoadCycleException;
import io.larder.cache.ManyTimes;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Loaders that ask for each other at the same time. Only being told ends them in time. */
@ManyTimes
class CycleTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final Kitchen kitchen = new Kitchen();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void close() {
    kitchen.close();
    threads.shutdownNow();
  }

  private CacheBuilder<String> cache(String name) {
    return kitchen.larder.cacheBuilder(name, String.class).waitTimeout(LONG).executor(threads);
  }

  /** Loads that all begin before one of them asks for another. */
  private static CacheLoader<String, Exception> crossing(
      CyclicBarrier begun, Callable<String> other) {
    return load -> {
      begun.await();
      return other.call();
    };
  }

  private static void assertTold(Crowd<String> crowd, String... names) throws Exception {
    crowd.ends();
    assertThat(crowd.values()).isEmpty();
    assertThat(crowd.failures())
        .allSatisfy(
            each ->
                assertThat(each)
                    .isInstanceOf(LoadCycleException.class)
                    .hasMessageContainingAll(names));
  }

  /** Has callers ask for keys in a circle, and each load wait for the next key. */
  private void assertCircleIsTold(
      List<Cache<String>> caches,
      List<String> keys,
      BiFunction<Cache<String>, String, Callable<String>> asking)
      throws Exception {
    CyclicBarrier begun = new CyclicBarrier(keys.size());
    Crowd<String> crowd = new Crowd<>();
    for (int i = 0; i < keys.size(); i++) {
      int next = (i + 1) % keys.size();
      Cache<String> own = caches.get(i);
      String key = keys.get(i);
      Callable<String> other = asking.apply(caches.get(next), keys.get(next));
      crowd.and(1, () -> own.get(key, crossing(begun, other)));
    }
    assertTold(crowd, keys.stream().map(key -> "'" + key + "'").toArray(String[]::new));
  }

  private static Callable<String> byGet(Cache<String> cache, String key) {
    return () -> cache.get(key, load -> "value");
  }

  private static Callable<String> byGetAll(Cache<String> cache, String key) {
    return () ->
        cache
            .getAll(List.of(key, "own-" + key), keys -> Map.of(key, "value", "own-" + key, "value"))
            .get(key);
  }

  @Test
  void twoInOneCacheAreTold() throws Exception {
    Cache<String> cache = cache("one").build();
    assertCircleIsTold(List.of(cache, cache), List.of("A", "B"), CycleTest::byGet);
  }

  @Test
  void twoInTwoCachesAreTold() throws Exception {
    List<Cache<String>> caches = List.of(cache("one").build(), cache("two").build());
    assertCircleIsTold(caches, List.of("A", "B"), CycleTest::byGet);
  }

  @Test
  void threeAreTold() throws Exception {
    Cache<String> one = cache("one").build();
    Cache<String> two = cache("two").build();
    assertCircleIsTold(List.of(one, two, one), List.of("A", "B", "C"), CycleTest::byGet);
  }

  @Test
  void batchesAreTold() throws Exception {
    Cache<String> cache = cache("one").build();
    assertCircleIsTold(List.of(cache, cache), List.of("A", "B"), CycleTest::byGetAll);
  }

  @Test
  void loadsOnOtherThreadsAreTold() throws Exception {
    Cache<String> cache = cache("one").hardTimeout(LONG).build();
    assertCircleIsTold(List.of(cache, cache), List.of("A", "B"), CycleTest::byGet);
  }

  @Test
  void batchesOnOtherThreadsAreTold() throws Exception {
    Cache<String> cache = cache("one").hardTimeout(LONG).build();
    assertCircleIsTold(List.of(cache, cache), List.of("A", "B"), CycleTest::byGetAll);
  }

  @Test
  void oneThatGoesOverThreadsOfItsOwnIsTold() throws Exception {
    for (int waiters : new int[] {0, 10}) {
      Cache<String> cache =
          cache("waiters-" + waiters).hardTimeout(LONG).maxWaiters(waiters).build();
      Crowd<String> crowd = new Crowd<>();
      crowd.and(1, () -> cache.get("A", load -> endless(cache, "B", "A")));
      assertTold(crowd, "'A'", "'B'");
    }
  }

  private static String endless(Cache<String> cache, String key, String next) {
    return cache.get(key, load -> endless(cache, next, key));
  }

  @Test
  void oneThroughLoadsThatNobodyElseMayWaitForIsTold() throws Exception {
    Cache<String> one = cache("one").hardTimeout(LONG).build();
    Cache<String> alone = cache("alone").hardTimeout(LONG).maxWaiters(0).build();
    CyclicBarrier begun = new CyclicBarrier(2);
    CyclicBarrier led = new CyclicBarrier(2);
    CyclicBarrier never = new CyclicBarrier(2);
    Crowd<String> leader = new Crowd<>();
    leader.and(1, () -> alone.get("B", crossing(led, () -> "" + never.await())));
    led.await();
    Crowd<String> crowd = new Crowd<>();
    // A waits for a B of its own, that for C, and C for A.
    crowd.and(1, () -> one.get("A", l -> alone.get("B", crossing(begun, byGet(one, "C")))));
    crowd.and(1, () -> one.get("C", crossing(begun, byGet(one, "A"))));
    assertTold(crowd, "'A'", "'C'");
    never.await();
    assertThat(leader.ends().values()).hasSize(1);
  }

  @Test
  void oneThatTheExecutorRunsOnItsCallersThreadIsNot() {
    Cache<String> texts = cache("texts").executor(Runnable::run).hardTimeout(LONG).build();
    assertThat(texts.get("a", load -> texts.get("b", inner -> "new"))).isEqualTo("new");
    assertThat(
            texts.get("c", load -> texts.getAll(List.of("d"), keys -> Map.of("d", "D")).get("d")))
        .isEqualTo("D");
    assertThatThrownBy(
            () -> texts.get("e", load -> texts.get("f", inner -> texts.get("e", x -> ""))))
        .isInstanceOf(LoadCycleException.class);
  }

  @Test
  void thoseThatAskInOneDirectionAreNot() throws Exception {
    Cache<String> cache = cache("one").build();
    CyclicBarrier begun = new CyclicBarrier(2);
    Crowd<String> crowd = new Crowd<>();
    crowd.and(1, () -> cache.get("A", crossing(begun, byGet(cache, "B"))));
    crowd.and(1, () -> cache.get("B", crossing(begun, byGet(cache, "C"))));
    crowd.and(1, () -> cache.get("C", load -> "value"));
    assertThat(crowd.ends().values()).isEqualTo(Collections.nCopies(3, "value"));
  }

  @Test
  void batchesOfTheSameKeysAreNot() throws Exception {
    Cache<String> cache = cache("one").build();
    Crowd<Map<String, String>> crowd = new Crowd<>();
    for (List<String> keys :
        List.of(List.of("a", "b", "c"), List.of("c", "b", "a"), List.of("b", "c", "d"))) {
      crowd.and(
          5,
          () ->
              cache.getAll(
                  keys,
                  asked -> {
                    Thread.yield();
                    return keys.stream()
                        .filter(asked::contains)
                        .collect(java.util.stream.Collectors.toMap(k -> k, k -> k));
                  }));
    }
    assertThat(crowd.ends().failures()).isEmpty();
    assertThat(crowd.values()).hasSize(15).allMatch(each -> each.size() == 3);
  }
}
