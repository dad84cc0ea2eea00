package io.larder.redis;

import static io.larder.redis.Lab.MINUTE;
import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.ClaimedValue;
import io.larder.cache.FillResult;
import io.larder.cache.Filled;
import io.larder.redis.testing.ChaosProxy;
import io.larder.redis.testing.ProxyFlow;
import io.larder.redis.testing.RedisFixture;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fills beside the callers: who loads does not wait for them, and no invalidation is undone. */
class RedisAsyncFillsTest {

  private static final Duration LATENCY = Duration.ofSeconds(4);

  private ChaosProxy proxy;
  private RedisBackend backend;
  private CacheStore<String> store;

  @BeforeEach
  void open() {
    proxy = ChaosProxy.to(RedisFixture.shared().host(), RedisFixture.shared().port());
    backend =
        Lab.open(
            "redis://127.0.0.1:"
                + proxy.port()
                + "?asyncFills=true&deadline=20s&timeout=20s&connectTimeout=20s",
            RedisFixture.namespace());
    store = Lab.view(backend, "v");
  }

  @AfterEach
  void close() {
    backend.close();
    proxy.close();
  }

  @Test
  void whoLoadsDoesNotWaitForTheFill() {
    Claim claim = store.claim("k");
    proxy.answers(ProxyFlow.delayed(LATENCY));

    long start = System.nanoTime();
    assertThat(store.fill(claim, "1", MINUTE)).isEqualTo(FillResult.STORED);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LATENCY);

    proxy.heal();
    await().until(() -> look(store, "k").equals("1"));
  }

  @Test
  void whoLoadsABatchDoesNotWaitForItsFills() {
    List<ClaimedValue<String>> values =
        store.claimAll(List.of("a", "b")).values().stream()
            .map(claim -> new ClaimedValue<>(claim, claim.key(), MINUTE))
            .toList();
    proxy.answers(ProxyFlow.delayed(LATENCY));

    long start = System.nanoTime();
    assertThat(store.fillAll(values))
        .containsExactly(Filled.of(FillResult.STORED), Filled.of(FillResult.STORED));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LATENCY);

    proxy.heal();
    await().until(() -> look(store, "a").equals("a") && look(store, "b").equals("b"));
  }

  @Test
  void aBatchOfSeveralRoundTripsFindsRoom() {
    List<String> keys = IntStream.range(0, 2 * Batches.MOST_KEYS).mapToObj(i -> "k" + i).toList();
    List<ClaimedValue<String>> values =
        store.claimAll(keys).values().stream()
            .map(claim -> new ClaimedValue<>(claim, claim.key(), MINUTE))
            .toList();
    proxy.answers(ProxyFlow.HELD);

    assertThat(store.fillAll(values))
        .hasSize(keys.size())
        .containsOnly(Filled.of(FillResult.STORED));

    proxy.heal();
    String last = keys.get(keys.size() - 1);
    await().until(() -> look(store, last).equals(last));
    assertThat(backend.storeStats().droppedFills()).isZero();
  }

  @Test
  void ofALargeBatchAsManyValuesAreDroppedAndCountedAsFindNoRoom() {
    List<String> keys =
        IntStream.range(0, Fills.MOST + Batches.MOST_KEYS).mapToObj(i -> "k" + i).toList();
    List<ClaimedValue<String>> values =
        store.claimAll(keys).values().stream()
            .map(claim -> new ClaimedValue<>(claim, claim.key(), MINUTE))
            .toList();
    proxy.answers(ProxyFlow.HELD);

    List<Filled> filled = store.fillAll(values);

    int stored = Fills.MOST;
    assertThat(filled.subList(0, stored)).containsOnly(Filled.of(FillResult.STORED));
    assertThat(filled.subList(stored, keys.size())).containsOnly(Filled.of(FillResult.UNAVAILABLE));
    assertThat(backend.storeStats().droppedFills()).isEqualTo(keys.size() - stored);
    proxy.heal();
    await().until(() -> look(store, "k0").equals("k0"));
  }

  @Test
  void whatIsEndedAfterAFillIsEndedThoughTheFillComesLater() {
    List<Claim> evicted = claims("k");
    List<Claim> tagged = claims("t");
    proxy.answers(ProxyFlow.delayed(Duration.ofMillis(20)));

    evicted.forEach(claim -> fill(claim, "k"));
    tagged.forEach(claim -> fill(claim, "t"));
    evicted.forEach(claim -> assertThat(store.evict(claim.key())).isEqualTo(Answer.APPLIED));
    assertThat(store.invalidate(List.of("t"))).isEqualTo(Answer.APPLIED);
    proxy.heal();

    awaitAllFills();
    assertThat(evicted).allSatisfy(it -> assertThat(look(store, it.key())).isEqualTo("Miss"));
    assertThat(tagged).allSatisfy(it -> assertThat(look(store, it.key())).isEqualTo("Miss"));
  }

  @Test
  void aPutAfterAFillIsNotOverwritten() {
    Claim fill = store.claim("k");
    Claim put = store.claim("k");
    proxy.answers(ProxyFlow.delayed(Duration.ofMillis(100)));

    fill(fill, "t");
    assertThat(store.put(put, "new", MINUTE)).isEqualTo(Answer.APPLIED);
    proxy.heal();

    awaitAllFills();
    // Whichever came first: where neither is provably newer, the key is left empty.
    assertThat(look(store, "k")).isIn("new", "Miss");
  }

  @Test
  void anInterruptOfWhoLoadsIsKeptAndIsNotTheFills() {
    Claim claim = store.claim("k");

    Thread.currentThread().interrupt();
    try {
      assertThat(store.fill(claim, "1", MINUTE)).isEqualTo(FillResult.STORED);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }

    await().until(() -> look(store, "k").equals("1"));
  }

  @Test
  void invalidationsAreDoneWhenTheyReturn() {
    assertThat(store(store, "k", "1")).isEqualTo(FillResult.STORED);
    await().until(() -> look(store, "k").equals("1"));

    assertThat(store.evict("k")).isEqualTo(Answer.APPLIED);

    assertThat(look(store, "k")).isEqualTo("Miss");
  }

  private List<Claim> claims(String prefix) {
    return IntStream.range(0, 20).mapToObj(i -> store.claim(prefix + i)).toList();
  }

  private void fill(Claim claim, String tag) {
    FillResult unused = store.fill(claim, "old", MINUTE.tagged(tag));
  }

  /** One more is done after all that wait. */
  private void awaitAllFills() {
    assertThat(store(store, "last", "1")).isEqualTo(FillResult.STORED);
    await().until(() -> look(store, "last").equals("1"));
  }
}
