package io.larder.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.larder.cache.BatchLoader;
import io.larder.cache.Cache;
import io.larder.cache.CacheResult;
import io.larder.cache.CacheTimeoutException;
import io.larder.cache.LimitException;
import io.larder.cache.LoadCycleException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many keys by one call. */
class BatchTest {

  private static final Duration TTL = Duration.ofSeconds(10);

  private final Kitchen kitchen = new Kitchen();
  private final List<List<String>> asked = Collections.synchronizedList(new ArrayList<>());

  /** Has a value for each key but those that begin with "no". */
  private final BatchLoader<String, RuntimeException> upper = this::upper;

  @AfterEach
  void close() {
    kitchen.close();
  }

  private Map<String, String> upper(Set<String> keys) {
    asked.add(List.copyOf(keys));
    Map<String, String> values = new LinkedHashMap<>();
    keys.stream()
        .filter(key -> !key.startsWith("no"))
        .forEach(key -> values.put(key, key.toUpperCase(java.util.Locale.ROOT)));
    return values;
  }

  @Test
  void onlyWhatIsMissingIsLoadedAndAllAtOnce() {
    Cache<String> texts = kitchen.texts().build();
    texts.put("b", "put");
    Map<String, String> values = texts.getAll(List.of("c", "b", "a", "c"), upper);
    assertThat(values)
        .containsExactly(Map.entry("c", "C"), Map.entry("b", "put"), Map.entry("a", "A"));
    assertThat(asked).containsExactly(List.of("c", "a"));
    assertThat(texts.getAll(List.of("a", "b", "c"), upper)).hasSize(3);
    assertThat(asked).hasSize(1);
    assertThat(texts.stats().misses()).isEqualTo(2);
    assertThat(texts.stats().hits()).isEqualTo(4);
    assertThat(texts.stats().stored()).isEqualTo(2);
  }

  @Test
  void ofNoKeysThereIsNothing() {
    Cache<String> texts = kitchen.texts().build();
    assertThat(texts.getAll(List.of(), upper)).isEmpty();
    assertThat(texts.findAll(List.of())).isEmpty();
    assertThat(asked).isEmpty();
  }

  @Test
  void whatIsLeftOutIsNotStoredUnlessNullIs() {
    Cache<String> texts = kitchen.texts().build();
    assertThat(texts.getAll(List.of("no", "a"), upper)).isEqualTo(Map.of("a", "A"));
    texts.getAll(List.of("no", "a"), upper);
    assertThat(asked).containsExactly(List.of("no", "a"), List.of("no"));
    assertThat(texts.stats().refusals()).isEqualTo(Map.of("left-out", 2L));
    Cache<String> nulls = kitchen.larder.cacheBuilder("nulls", String.class).nullTtl(TTL).build();
    assertThat(nulls.getAll(List.of("no"), upper)).isEmpty();
    assertThat(nulls.getAll(List.of("no"), upper)).isEmpty();
    assertThat(asked).hasSize(3);
  }

  @Test
  void whatIsThrownAboutOneValueConcernsNoOther() {
    IllegalArgumentException odd = new IllegalArgumentException("odd");
    Cache<String> texts =
        kitchen
            .texts()
            .storeWhen(
                value -> {
                  if ("B".equals(value)) {
                    throw odd;
                  }
                  return true;
                })
            .build();
    assertThatThrownBy(() -> texts.getAll(List.of("a", "b", "c"), upper)).isSameAs(odd);
    assertThat(texts.find("a").fresh()).contains("A");
    assertThat(texts.find("b").fresh()).isEmpty();
    assertThat(texts.find("c").fresh()).contains("C");
    assertThatThrownBy(() -> texts.putAll(Map.of("a", "new", "b", "B", "c", "new"))).isSameAs(odd);
    assertThat(texts.find("a").fresh()).contains("new");
    assertThat(texts.find("c").fresh()).contains("new");
  }

  @Test
  void thoseWhoWaitForWhatIsLeftOutDoNotLoadOneAfterTheOther() throws InterruptedException {
    Cache<String> texts = kitchen.texts().waitTimeout(Duration.ofMinutes(1)).build();
    CountDownLatch gate = new CountDownLatch(1);
    AtomicInteger loads = new AtomicInteger();
    Crowd<Map<String, String>> crowd =
        new Crowd<Map<String, String>>()
            .and(
                20,
                () ->
                    texts.getAll(
                        List.of("no"),
                        keys -> {
                          loads.incrementAndGet();
                          gate.await();
                          return Map.of();
                        }))
            .isWaiting();
    gate.countDown();
    assertThat(crowd.ends().values()).hasSize(20).allMatch(Map::isEmpty);
    assertThat(loads).hasValue(1);
  }

  @Test
  void whatItsLoaderThrowsReachesItsCallerAndThoseWhoWait() throws InterruptedException {
    Cache<String> texts = kitchen.texts().build();
    CountDownLatch gate = new CountDownLatch(1);
    IOException failure = new IOException("no line");
    Crowd<Object> crowd =
        new Crowd<>()
            .and(
                1,
                () ->
                    texts.getAll(
                        List.of("a", "b"),
                        keys -> {
                          gate.await();
                          throw failure;
                        }))
            .isWaiting();
    crowd.and(1, () -> texts.get("b", load -> "single")).isWaiting();
    gate.countDown();
    assertThat(crowd.ends().failures()).hasSize(2).allMatch(each -> each == failure);
    assertThat(texts.getAll(List.of("a", "b"), upper)).hasSize(2);
  }

  @Test
  void eachKeyIsCountedOnceWhereItsLoaderFails() {
    Cache<String> texts = kitchen.texts().hardTimeout(Duration.ofMillis(1)).build();
    texts.put("hit", "value");
    assertThatThrownBy(() -> texts.getAll(List.of("a", "hit", "b", "c"), upper))
        .as("nobody has run it in time")
        .isInstanceOf(CacheTimeoutException.class);
    assertCounts(texts, 1, 3);
    kitchen.hasNoThreads();
    Cache<String> others = kitchen.larder.cacheBuilder("others", String.class).build();
    assertThatThrownBy(
            () ->
                others.getAll(
                    List.of("a", "b", "c"),
                    keys -> {
                      throw new IOException("no line");
                    }))
        .isInstanceOf(IOException.class);
    assertCounts(others, 0, 3);
    assertThat(others.stats().loadFailures()).isEqualTo(3);
  }

  @Test
  void eachKeyIsCountedOnceWhereOneOfThemIsBeingLoadedAlready() {
    Cache<String> texts = kitchen.texts().build();
    texts.put("hit", "value");
    assertThatThrownBy(
            () -> texts.get("a", load -> texts.getAll(List.of("b", "hit", "a"), upper).get("a")))
        .isInstanceOf(LoadCycleException.class);
    assertCounts(texts, 1, 3);
  }

  private static void assertCounts(Cache<String> texts, long hits, long misses) {
    assertThat(texts.stats().hits()).isEqualTo(hits);
    assertThat(texts.stats().misses()).isEqualTo(misses);
    assertThat(texts.stats().staleHits() + texts.stats().bypasses()).isZero();
  }

  @Test
  void whatWasStoredBeforeCodeThrowsIsNoFailure() {
    Cache<String> texts =
        kitchen
            .texts()
            .storeWhen(
                value -> {
                  if ("B".equals(value)) {
                    throw new IllegalArgumentException("predicate");
                  }
                  return true;
                })
            .build();
    assertThatThrownBy(() -> texts.getAll(List.of("a", "b"), upper))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(texts.find("a").fresh()).contains("A");
    assertThat(texts.stats().stored()).isEqualTo(1);
    assertThat(texts.stats().loadFailures()).isEqualTo(1);
  }

  @Test
  void whatIsStaleStandsInWhereTheLoaderFails() throws IOException {
    Cache<String> texts = kitchen.texts().staleIfError(TTL).build();
    texts.putAll(Map.of("a", "old a", "b", "old b"));
    kitchen.pass(TTL);
    BatchLoader<String, IOException> failing =
        keys -> {
          throw new IOException("no line");
        };
    assertThat(texts.getAll(List.of("a", "b"), failing))
        .isEqualTo(Map.of("a", "old a", "b", "old b"));
    assertThatThrownBy(() -> texts.getAll(List.of("a", "c"), failing))
        .isInstanceOf(IOException.class);
  }

  @Test
  void whatIsStaleIsRefreshedKeyByKeyInTheBackground() {
    Cache<String> texts = kitchen.texts().staleWhileRevalidate(TTL).build();
    texts.putAll(Map.of("a", "old a", "b", "old b"));
    kitchen.pass(TTL);
    assertThat(texts.getAll(List.of("a", "b"), upper))
        .isEqualTo(Map.of("a", "old a", "b", "old b"));
    assertThat(kitchen.refresh()).isEqualTo(2);
    assertThat(texts.getAll(List.of("a", "b"), upper)).isEqualTo(Map.of("a", "A", "b", "B"));
    assertThat(asked).containsExactlyInAnyOrder(List.of("a"), List.of("b"));
  }

  @Test
  void whatIsInvalidatedMeanwhileIsNotStored() {
    Cache<String> texts = kitchen.texts().build();
    Map<String, String> values =
        texts.getAll(
            List.of("a", "b"),
            keys -> {
              texts.evict("a");
              return upper(keys);
            });
    assertThat(values).hasSize(2);
    assertThat(texts.find("a")).isEqualTo(new CacheResult.Missing<>());
    assertThat(texts.find("b").fresh()).contains("B");
  }

  @Test
  void whatSomebodyElseLoadsIsWaitedForAfterTheRestWasLoaded() throws InterruptedException {
    Cache<String> texts = kitchen.texts().waitTimeout(Duration.ofMinutes(1)).build();
    CountDownLatch gate = new CountDownLatch(1);
    Crowd<Object> crowd =
        new Crowd<>()
            .and(
                1,
                () ->
                    texts.get(
                        "a",
                        load -> {
                          gate.await();
                          return "single";
                        }))
            .isWaiting();
    crowd.and(1, () -> texts.getAll(List.of("a", "b"), upper));
    await().until(() -> texts.find("b").fresh().isPresent());
    gate.countDown();
    assertThat(crowd.ends().values())
        .containsExactlyInAnyOrder("single", Map.of("a", "single", "b", "B"));
    assertThat(asked).containsExactly(List.of("b"));
  }

  @Test
  void aLoaderThatReturnsNothingAtAllIsTold() {
    Cache<String> texts = kitchen.texts().build();
    assertThatThrownBy(() -> texts.getAll(List.of("a"), BatchTest::nothing))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the batch loader of the cache 'texts' has returned null");
  }

  @SuppressWarnings("NullAway") // what it must not do
  private static Map<String, String> nothing(Set<String> keys) {
    return null;
  }

  @Test
  void aLoaderThatAsksForItsOwnKeyIsRefusedAndOneForAnotherIsNot() {
    Cache<String> texts = kitchen.texts().build();
    assertThatThrownBy(
            () -> texts.getAll(List.of("a", "b"), keys -> texts.getAll(List.of("b"), upper)))
        .isInstanceOf(LoadCycleException.class)
        .hasMessageContaining("'b'");
    assertThat(
            texts.getAll(
                List.of("a"), keys -> Map.of("a", texts.getAll(List.of("b"), upper).get("b"))))
        .isEqualTo(Map.of("a", "B"));
  }

  @Test
  void aKeyThatIsNoneRefusesAllAndLeavesNobodyWaiting() {
    Cache<String> texts = kitchen.texts().build();
    assertThatThrownBy(() -> texts.getAll(List.of("a", ""), upper))
        .isInstanceOf(LimitException.class);
    assertThat(asked).isEmpty();
    assertThat(texts.getAll(List.of("a"), upper)).hasSize(1);
  }

  @Test
  void codeOfTheApplicationHoldsForEachKey() {
    Cache<String> texts =
        kitchen
            .texts()
            .key(
                key -> key.equals("keyless") ? null : "k/" + key.toLowerCase(java.util.Locale.ROOT))
            .bypassWhen("bypassed"::equals)
            .storeWhen(value -> !"C".equals(value))
            .build();
    List<String> keys = List.of("keyless", "a", "bypassed", "c");
    assertThat(texts.getAll(keys, upper)).hasSize(4);
    assertThat(asked)
        .containsExactlyInAnyOrder(List.of("keyless"), List.of("bypassed"), List.of("a", "c"));
    asked.clear();
    texts.getAll(keys, upper);
    assertThat(asked)
        .containsExactlyInAnyOrder(List.of("keyless"), List.of("bypassed"), List.of("c"));
    assertThat(texts.getAll(List.of("A", "a"), upper)).isEqualTo(Map.of("A", "A", "a", "A"));
    Map<String, CacheResult<String>> found = texts.findAll(List.of("a", "keyless", "b"));
    assertThat(found.keySet()).containsExactly("a", "keyless", "b");
    assertThat(found.get("a")).isEqualTo(new CacheResult.Hit<>("A", TTL));
    assertThat(found.get("keyless")).isEqualTo(new CacheResult.Missing<>());
    assertThat(found.get("b")).isEqualTo(new CacheResult.Missing<>());
  }

  @Test
  void twoKeysThatLieUnderOneAreLoadedOnce() {
    Cache<String> texts =
        kitchen.texts().key(key -> key.toLowerCase(java.util.Locale.ROOT)).build();
    assertThat(texts.getAll(List.of("A", "a"), upper)).isEqualTo(Map.of("A", "A", "a", "A"));
    assertThat(asked).containsExactly(List.of("A"));
  }

  @Test
  void findAllTellsApartWhatFindTellsApart() {
    Cache<String> texts =
        kitchen
            .texts()
            .nullTtl(TTL)
            .staleIfError(TTL)
            .staleWhen(entry -> "out".equals(entry.value()))
            .build();
    texts.put("stale", "value");
    kitchen.pass(TTL);
    texts.put("null", (String) null);
    texts.put("hit", "value");
    texts.put("out", "out");
    List<String> keys = List.of("stale", "null", "hit", "out", "missing");
    Map<String, CacheResult<String>> found = texts.findAll(keys);
    assertThat(found.get("stale")).isEqualTo(new CacheResult.Stale<>("value", TTL));
    assertThat(found.get("null")).isEqualTo(new CacheResult.Hit<>(null, TTL));
    assertThat(found.get("hit")).isEqualTo(new CacheResult.Hit<>("value", TTL));
    assertThat(found.get("out")).isInstanceOf(CacheResult.Stale.class);
    assertThat(found.get("missing")).isEqualTo(new CacheResult.Missing<>());
    keys.forEach(key -> assertThat(texts.find(key)).isEqualTo(found.get(key)));
  }
}
