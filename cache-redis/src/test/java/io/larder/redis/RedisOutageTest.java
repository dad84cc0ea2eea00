package io.larder.redis;

import static io.larder.redis.Lab.MINUTE;
import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.Unavailable;
import io.larder.redis.testing.PrivateRedis;
import io.larder.redis.testing.RedisFixture;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.SetParams;

/** Redis down, hung, restarted: what calls answer, how long they take, and what is made up for. */
class RedisOutageTest {

  private final LogLines log = new LogLines();
  private PrivateRedis redis;
  private RedisBackend backend;
  private CacheStore<String> store;

  @BeforeEach
  void open() {
    redis = RedisFixture.start();
    backend = Lab.openHasty(redis.url(), "shop");
    store = Lab.view(backend, "v");
  }

  @AfterEach
  void close() {
    backend.close();
    redis.close();
    log.close();
  }

  @Test
  void openingDoesNotWaitForAServerThatIsDown() {
    redis.stop();

    long start = System.nanoTime();
    try (RedisBackend down = Lab.openHasty(redis.url(), "shop")) {
      assertThat(took(start)).isLessThan(Duration.ofSeconds(2));
      CacheStore<String> view = Lab.view(down, "v");
      assertThat(look(view, "k")).isEqualTo("Unavailable");

      redis.restart();

      await().until(() -> look(view, "k").equals("Miss"));
    }
  }

  @Test
  void downEveryCallHasItsAnswerAndNoneThrows() {
    Claim claim = store.claim("k");
    redis.stop();

    assertThat(store.find("k")).isInstanceOf(Unavailable.class);
    assertThat(store.findAll(List.of("k", "l")).values())
        .allSatisfy(answer -> assertThat(answer).isInstanceOf(Unavailable.class));
    assertThat(store.claim("k").granted()).isFalse();
    assertThat(store.fill(claim, "1", MINUTE)).isEqualTo(FillResult.UNAVAILABLE);
    store.abandon(claim);
    assertThat(store.put(claim, "1", MINUTE)).isEqualTo(Answer.DEFERRED);
    assertThat(store.evict("k")).isEqualTo(Answer.DEFERRED);
    assertThat(store.evictAll(List.of("k"))).isEqualTo(Answer.DEFERRED);
    assertThat(store.invalidate(List.of("t"))).isEqualTo(Answer.DEFERRED);
    assertThat(store.softPurge("k")).isEqualTo(Answer.DEFERRED);
    assertThat(store.clear()).isEqualTo(Answer.DEFERRED);
    assertThat(backend.clear()).isEqualTo(Answer.DEFERRED);
    assertThat(backend.health().reachable()).isFalse();
    assertThat(backend.health().detail()).contains("connection refused");
  }

  @Test
  void anOutageIsOneWarningAndItsEndOneLine() {
    look(store, "k");
    redis.stop();
    IntStream.range(0, 50).forEach(i -> look(store, "k" + i));
    await().pollDelay(Duration.ofMillis(1100)).until(() -> look(store, "k").equals("Unavailable"));

    assertThat(log.lines())
        .singleElement()
        .asString()
        .startsWith("WARNING Redis at 127.0.0.1:" + redis.port() + " cannot be reached");

    redis.restart();
    await().until(() -> look(store, "k").equals("Miss"));

    assertThat(log.lines()).hasSize(2);
    assertThat(log.lines().get(1)).startsWith("INFO Redis at 127.0.0.1:").contains("is back");
  }

  @Test
  void aSecondOutageIsSpokenOfAgain() {
    for (int outage = 1; outage <= 2; outage++) {
      redis.stop();
      IntStream.range(0, 50).forEach(i -> look(store, "k" + i));
      redis.restart();
      await().until(() -> look(store, "k").equals("Miss"));
      assertThat(log.lines()).hasSize(2 * outage);
    }

    assertThat(log.lines()).filteredOn(it -> it.startsWith("WARNING")).hasSize(2);
    assertThat(log.lines().get(2)).startsWith("WARNING").contains("cannot be reached");
    assertThat(log.lines().get(3)).startsWith("INFO").contains("is back");
  }

  @Test
  void whatIsDeferredReachesTheServerWithoutAFurtherCall() {
    store(store, "k", "1");
    redis.pause();
    assertThat(store.evict("k")).isEqualTo(Answer.DEFERRED);

    redis.resume();

    await().until(() -> (Long) redis.command("EXISTS", "shop:v:k") == 0);
    await().until(() -> backend.pending().isEmpty());
  }

  @Test
  void closingWhileTheServerHangsWaitsForNothingAndLeavesNoThread() {
    reopen("timeout=8s"); // which a trial would take, on a machine however busy
    look(store, "k");
    redis.pause();
    look(store, "k");
    assertThat(threads()).isNotEmpty();
    // Into a trial, which waits for an answer.
    await().pollDelay(Duration.ofMillis(1100)).until(() -> true);

    long start = System.nanoTime();
    backend.close();

    await().until(() -> threads().isEmpty());
    assertThat(took(start)).isLessThan(Duration.ofSeconds(4));
    assertThat(log.lines()).hasSize(1);
  }

  @Test
  void closingCutsACallThatWaits() throws Exception {
    reopen("timeout=1m"); // the call does not end by itself, however late it comes to be cut
    look(store, "k");
    redis.pause();
    AtomicReference<String> answer = new AtomicReference<>();
    Thread waiting = new Thread(() -> answer.set(look(store, "k")));
    waiting.start();
    await().until(() -> inRead(waiting));

    backend.close();
    waiting.join(20_000);

    assertThat(waiting.isAlive()).as("it still waits").isFalse();
    assertThat(answer).hasValue("Unavailable");
    assertThat(log.lines()).as("closing is no outage").isEmpty();
  }

  private void reopen(String options) {
    backend.close();
    backend = Lab.openHasty(redis.url() + "?" + options, "shop");
    store = Lab.view(backend, "v");
  }

  private static boolean inRead(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> frame.getClassName().contains("DeadlineSocket"));
  }

  private List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("larder-redis") && name.contains(":" + redis.port()))
        .toList();
  }

  @Test
  void theTrialsOfAnInjectedClientHoldUpNobody() {
    DefaultJedisClientConfig slow =
        DefaultJedisClientConfig.builder().resp2().socketTimeoutMillis(6_000).build();
    try (RedisClient client =
            RedisClient.builder()
                .hostAndPort(redis.host(), redis.port())
                .clientConfig(slow)
                .build();
        RedisBackend injected = Lab.over(client, "shop")) {
      CacheStore<String> view = Lab.view(injected, "v");
      look(view, "k");
      redis.pause();
      assertThat(look(view, "k")).isEqualTo("Unavailable");

      long end = System.nanoTime() + Duration.ofMillis(2500).toNanos();
      while (System.nanoTime() < end) {
        long start = System.nanoTime();
        assertThat(look(view, "k")).isEqualTo("Unavailable");
        assertThat(took(start)).isLessThan(Duration.ofSeconds(3));
        await().pollDelay(Duration.ofMillis(20)).until(() -> true);
      }

      redis.resume();
      await().until(() -> look(view, "k").equals("Miss"));
    }
  }

  @Test
  void aHungServerCostsOneTimeoutAndThenNothing() {
    reopen("timeout=3s&deadline=12s");
    store(store, "k", "1");
    redis.pause();

    long start = System.nanoTime();
    assertThat(look(store, "k")).isEqualTo("Unavailable");
    assertThat(took(start)).isBetween(Duration.ofMillis(2900), Duration.ofMillis(5500));
    start = System.nanoTime();
    IntStream.range(0, 1000).forEach(i -> assertThat(look(store, "k")).isEqualTo("Unavailable"));
    assertThat(took(start)).isLessThan(Duration.ofSeconds(5));

    redis.resume();

    await().until(() -> look(store, "k").equals("1"));
  }

  @Test
  void whatWasDeferredIsReplayedBeforeAnythingIsRead() {
    store(store, "evicted", "1");
    store(store, "put", "1");
    store(store, "tagged", "1", MINUTE.tagged("t"));
    store(store, "kept", "1", MINUTE.tagged("u"));
    Claim put = store.claim("put");
    redis.pause();

    assertThat(store.evict("evicted")).isEqualTo(Answer.DEFERRED);
    assertThat(store.put(put, "2", MINUTE)).isEqualTo(Answer.DEFERRED);
    assertThat(store.invalidate(List.of("t"))).isEqualTo(Answer.DEFERRED);
    redis.resume();

    await().until(() -> look(store, "kept").equals("1"));
    assertThat(backend.pending().isEmpty()).isTrue();
    assertThat(look(store, "evicted")).isEqualTo("Miss");
    assertThat(look(store, "put")).as("a put is replayed as an evict").isEqualTo("Miss");
    assertThat(look(store, "tagged")).isEqualTo("Miss");
  }

  @Test
  void noFillPassesWhatWasDeferred() {
    Claim claim = store.claim("k");
    redis.pause();
    assertThat(store.evict("k")).isEqualTo(Answer.DEFERRED);
    redis.resume();

    await()
        .untilAsserted(
            () -> assertThat(store.fill(claim, "old", MINUTE)).isEqualTo(FillResult.REFUSED));
    assertThat(look(store, "k")).isEqualTo("Miss");
  }

  @Test
  void anInvalidationThatFindsTheServerBackIsApplied() {
    store(store, "k", "1");
    redis.pause();
    assertThat(store.evict("k")).isEqualTo(Answer.DEFERRED);
    redis.resume();

    await().untilAsserted(() -> assertThat(store.evict("l")).isEqualTo(Answer.APPLIED));

    assertThat(look(store, "k")).isEqualTo("Miss");
  }

  @Test
  void aQueueThatOverflowsBecomesAClearOfEverything() {
    store(store, "k", "1");
    redis.pause();
    IntStream.range(0, Pending.MOST_WEIGHT).forEach(i -> store.evict("x" + i));
    redis.resume();

    await().until(() -> look(store, "k").equals("Miss"));
    assertThat(store(store, "k", "2")).isEqualTo(FillResult.STORED);
    assertThat(look(store, "k")).isEqualTo("2");
  }

  @Test
  void aRestartFailsNoCallForEachIdleConnection() throws Exception {
    fillThePool();
    redis.restart();

    assertThat(look(store, "k")).isEqualTo("Miss");
    IntStream.range(0, 20).forEach(i -> assertThat(look(store, "k")).isEqualTo("Miss"));
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void anInjectedClientWithBrokenConnectionsRecoversAtOnce() {
    try (RedisClient client = RedisClient.create(redis.url());
        RedisBackend injected = Lab.over(client, "shop")) {
      CacheStore<String> view = Lab.view(injected, "v");
      List<Connection> borrowed =
          IntStream.range(0, 8).mapToObj(i -> client.getPool().getResource()).toList();
      borrowed.forEach(Connection::close);
      assertThat(look(view, "k")).isEqualTo("Miss");
      redis.restart();

      assertThat(look(view, "k")).isEqualTo("Miss");
    }
  }

  @Test
  void anotherServerThanBeforeIsNotTrustedWithWhatItHas() {
    store(store, "k", "1");
    byte[] key = Lab.bytes("shop:v:k");
    byte[] meta = Lab.bytes("{shop}:meta");
    byte[] entry;
    byte[] clock;
    try (RedisClient raw = RedisClient.create(redis.url())) {
      entry = raw.get(key);
      clock = raw.dump(meta);
    }
    redis.restart();
    try (RedisClient raw = RedisClient.create(redis.url())) {
      // As from a snapshot: the clock is where this node saw it last, and the entry is there.
      raw.restore(meta, 0, clock);
      raw.set(key, entry, SetParams.setParams().px(60_000));

      assertThat(look(store, "k")).isEqualTo("Miss");
    }
    assertThat(store(store, "k", "2")).isEqualTo(FillResult.STORED);
    assertThat(look(store, "k")).isEqualTo("2");
  }

  @Test
  void aCallerInterruptedWhileItWaitsForAConnectionKeepsItsFlag() throws Exception {
    try (RedisClient client = client(1, Duration.ofSeconds(30));
        RedisBackend injected = Lab.over(client, "shop")) {
      CacheStore<String> view = Lab.view(injected, "v");
      look(view, "k");
      AtomicReference<String> answer = new AtomicReference<>();
      AtomicBoolean flag = new AtomicBoolean();
      Thread waiting =
          new Thread(
              () -> {
                answer.set(look(view, "k"));
                flag.set(Thread.currentThread().isInterrupted());
              });
      try (Connection taken = client.getPool().getResource()) {
        waiting.start();
        await().until(() -> client.getPool().getNumWaiters() == 1);
        waiting.interrupt();
        waiting.join();
        assertThat(taken.isConnected()).isTrue();
      }

      assertThat(answer).hasValue("Unavailable");
      assertThat(flag).isTrue();
      assertThat(look(view, "k")).as("it was no outage").isEqualTo("Miss");
      assertThat(log.lines()).isEmpty();
    }
  }

  private RedisClient client(int connections, Duration wait) {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(connections);
    pool.setMaxWait(wait);
    return RedisClient.builder().hostAndPort(redis.host(), redis.port()).poolConfig(pool).build();
  }

  @Test
  void aPoolInUseCostsItsWaitAndIsNoOutage() {
    try (RedisClient client = client(1, Duration.ofMillis(50));
        RedisBackend injected = Lab.over(client, "shop")) {
      CacheStore<String> view = Lab.view(injected, "v");
      look(view, "k");
      try (Connection taken = client.getPool().getResource()) {
        assertThat(look(view, "k")).isEqualTo("Unavailable");
        assertThat(look(view, "k")).isEqualTo("Unavailable");
        assertThat(taken.isConnected()).isTrue();
      }

      assertThat(look(view, "k")).isEqualTo("Miss");
      assertThat(log.lines()).singleElement().asString().contains("poolSize");
    }
  }

  private void fillThePool() throws InterruptedException {
    List<Thread> threads =
        IntStream.range(0, 16)
            .mapToObj(
                i ->
                    new Thread(
                        () -> IntStream.range(0, 20).forEach(j -> store.find("k" + i + "." + j))))
            .toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static Duration took(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
