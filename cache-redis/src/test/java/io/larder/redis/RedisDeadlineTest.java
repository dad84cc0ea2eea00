package io.larder.redis;

import static io.larder.redis.Lab.MINUTE;
import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Answer;
import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.Limits;
import io.larder.cache.Miss;
import io.larder.cache.Ticker;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.StoreUri;
import io.larder.redis.testing.ChaosProxy;
import io.larder.redis.testing.ProxyFlow;
import io.larder.redis.testing.RedisFixture;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No operation takes longer than its deadline, however an answer trickles in. */
class RedisDeadlineTest {

  private static final String BIG = "x".repeat(60_000);
  private static final String PATIENT = "?deadline=20s&timeout=20s&connectTimeout=20s";

  /** Long after the deadline, and long before what drips has come: machines that test are busy. */
  private static final Duration LATE = Duration.ofSeconds(8);

  private final RedisFixture redis = RedisFixture.shared();
  private final String namespace = RedisFixture.namespace();
  private final LogLines log = new LogLines();
  private ChaosProxy proxy;
  private RedisBackend backend;
  private CacheStore<String> store;

  @BeforeEach
  void open() {
    proxy = ChaosProxy.to(redis.host(), redis.port());
    backend = open("");
    store = Lab.view(backend, "v");
    store(store, "big", BIG);
  }

  @AfterEach
  void close() throws IOException {
    backend.close();
    proxy.close();
    log.close();
  }

  @Test
  void whatPassesAtSpeedIsAHit() {
    try (RedisBackend patient = open(PATIENT)) {
      CacheStore<String> view = Lab.view(patient, "v");
      IntStream.range(0, 20).forEach(i -> assertThat(look(view, "big")).isEqualTo(BIG));
    }
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void anAnswerThatDripsIsGivenUpAtTheDeadlineAndTheNextCallersDoNotWait() {
    proxy.answers(drip(1, 100));

    assertGivenUpOnce(Duration.ofMillis(2900));
  }

  @Test
  void anAnswerThatDripsFromItsMiddleIsGivenUpAtTheDeadline() {
    proxy.answers(drip(1, 100).after(30_000));

    assertGivenUpOnce(Duration.ofMillis(2900));
  }

  @Test
  void aServerThatNeitherReadsNorAnswersCostsOneTimeout() {
    proxy.hold();

    assertGivenUpOnce(Duration.ofMillis(950));
  }

  @Test
  void anAnswerThatIsSlowAndInTimeIsAHit() {
    try (RedisBackend patient = open("?deadline=5s&timeout=5s")) {
      CacheStore<String> view = Lab.view(patient, "v");
      look(view, "k");
      proxy.answers(drip(10_000, 50));

      assertThat(look(view, "big")).isEqualTo(BIG);
    }
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void aLongerDeadlineIsWaitedFor() {
    try (RedisBackend patient = open(PATIENT)) {
      CacheStore<String> view = Lab.view(patient, "v");
      look(view, "k");
      proxy.answers(drip(2_000, 50));

      assertThat(look(view, "big")).isEqualTo(BIG);
    }
  }

  @Test
  void aWriteThatNobodyReadsIsGivenUpAtTheDeadline() {
    String huge = "x".repeat(16 << 20);
    BackendContext roomy =
        new BackendContext(
            namespace, Ticker.system(), new Limits(32 << 20), Duration.ofSeconds(60), 1_000);
    try (RedisBackend large =
        (RedisBackend)
            new RedisProvider()
                .open(StoreUri.parse(url("?deadline=6s&timeout=6s&connectTimeout=6s")), roomy)) {
      CacheStore<String> view = Lab.view(large, "v");
      assertThat(store(view, "huge", huge)).isEqualTo(FillResult.STORED);
      Claim claim = view.claim("huger");
      proxy.hold();

      long start = System.nanoTime();
      assertThat(view.fill(claim, huge, MINUTE)).isEqualTo(FillResult.UNAVAILABLE);
      assertThat(took(start)).isBetween(Duration.ofMillis(5900), Duration.ofSeconds(12));
      assertNobodyWaits(view);

      proxy.heal();
      await().until(() -> look(view, "big").equals(BIG));
    }
  }

  @Test
  void anInvalidationThatDripsIsDeferredAtTheDeadlineAndAppliedWithoutAnyFurtherCall() {
    proxy.answers(drip(1, 200));

    long start = System.nanoTime();
    assertThat(store.invalidate(List.of("t"))).isEqualTo(Answer.DEFERRED);
    assertThat(took(start)).isLessThan(LATE);
    assertThat(backend.pending().isEmpty()).isFalse();

    proxy.heal();
    await().until(() -> backend.pending().isEmpty());
  }

  @Test
  void asManyCallersAsThereAreConnectionsWaitAtMost() throws Exception {
    Queue<Duration> times = new ConcurrentLinkedQueue<>();
    try (RedisBackend slow = open("?deadline=6s&timeout=6s")) {
      CacheStore<String> view = Lab.view(slow, "v");
      look(view, "k");
      proxy.answers(drip(1, 100));
      List<Thread> callers =
          IntStream.range(0, 60)
              .mapToObj(
                  i ->
                      new Thread(
                          () -> {
                            long start = System.nanoTime();
                            assertThat(look(view, "big")).isEqualTo("Unavailable");
                            times.add(took(start));
                          }))
              .toList();
      callers.forEach(Thread::start);
      for (Thread caller : callers) {
        caller.join();
      }
    }

    assertThat(times)
        .hasSize(60)
        .allSatisfy(time -> assertThat(time).isLessThan(Duration.ofSeconds(12)));
    assertThat(times)
        .filteredOn(it -> it.compareTo(Duration.ofSeconds(4)) > 0)
        .hasSizeLessThanOrEqualTo(16);
  }

  @Test
  void whoWaitsForAConnectionWaitsNoLongerThanTheDeadline() throws Exception {
    try (RedisBackend narrow = open("?poolSize=1&poolWait=30s&deadline=1s")) {
      CacheStore<String> view = Lab.view(narrow, "v");
      look(view, "k");
      proxy.answers(drip(1, 100));
      Queue<Duration> times = new ConcurrentLinkedQueue<>();
      List<Thread> callers =
          IntStream.range(0, 10)
              .mapToObj(
                  i ->
                      new Thread(
                          () -> {
                            long start = System.nanoTime();
                            look(view, "big");
                            times.add(took(start));
                          }))
              .toList();
      callers.forEach(Thread::start);
      for (Thread caller : callers) {
        caller.join();
      }

      // One after the other they would need ten seconds.
      assertThat(times)
          .hasSize(10)
          .allSatisfy(time -> assertThat(time).isLessThan(Duration.ofSeconds(6)));
    }
  }

  @Test
  void whatAsksOutsideAnOperationHasADeadlineToo() {
    proxy.answers(drip(1, 100));

    long start = System.nanoTime();
    assertThatIllegalStateException().isThrownBy(() -> backend.inspect("*", 10));
    assertThat(took(start)).isLessThan(LATE);
    start = System.nanoTime();
    assertThat(backend.health().reachable()).isFalse();
    assertThat(took(start)).isLessThan(LATE);
  }

  @Test
  void manyKeysAreEvictedInSeveralTrips() {
    try (RedisBackend patient = open(PATIENT)) {
      CacheStore<String> view = Lab.view(patient, "v");
      List<String> keys = IntStream.range(0, 1200).mapToObj(i -> "k" + i).toList();
      keys.forEach(key -> store(view, key, "1"));
      assertThat(view.findAll(keys).values()).hasOnlyElementsOfType(CacheEntry.class);

      assertThat(view.evictAll(keys)).isEqualTo(Answer.APPLIED);

      assertThat(view.findAll(keys).values()).hasOnlyElementsOfType(Miss.class);
      assertThat(look(view, "big")).isEqualTo(BIG);
    }
  }

  private void assertGivenUpOnce(Duration atLeast) {
    long start = System.nanoTime();
    assertThat(look(store, "big")).isEqualTo("Unavailable");
    assertThat(took(start)).isBetween(atLeast, LATE);
    assertNobodyWaits(store);
    assertThat(log.lines())
        .singleElement()
        .asString()
        .startsWith("WARNING")
        .contains("no answer in time");

    proxy.heal();

    await().until(() -> look(store, "big").equals(BIG));
  }

  private static void assertNobodyWaits(CacheStore<String> store) {
    long start = System.nanoTime();
    IntStream.range(0, 1000).forEach(i -> assertThat(look(store, "k")).isEqualTo("Unavailable"));
    assertThat(took(start)).isLessThan(Duration.ofSeconds(5));
  }

  private static ProxyFlow drip(int bytes, int millis) {
    return ProxyFlow.dripping(bytes, Duration.ofMillis(millis));
  }

  private RedisBackend open(String options) {
    return Lab.openHasty(url(options), namespace);
  }

  private String url(String options) {
    URI direct = URI.create(redis.url());
    String user = direct.getRawUserInfo() == null ? "" : direct.getRawUserInfo() + "@";
    return "redis://" + user + "127.0.0.1:" + proxy.port() + direct.getPath() + options;
  }

  private static Duration took(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
