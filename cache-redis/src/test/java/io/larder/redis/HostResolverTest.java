package io.larder.redis;

import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.larder.cache.CacheStore;
import io.larder.cache.spi.StoreUri;
import io.larder.redis.testing.PrivateRedis;
import io.larder.redis.testing.RedisFixture;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** The host's name, resolved slowly, wrongly, or not at all. */
class HostResolverTest {

  private static final String HOST = "redis.larder.example";

  private final LogLines log = new LogLines();
  private final CountDownLatch answer = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private PrivateRedis redis;

  @BeforeEach
  void start() {
    redis = RedisFixture.start();
  }

  @AfterEach
  void stop() {
    answer.countDown();
    redis.close();
    log.close();
  }

  @Test
  void aResolverThatHangsCostsEachWhoAskedOneTimeoutAndOneThreadInAll() throws Exception {
    try (RedisBackend backend = open(this::hang)) {
      CacheStore<String> store = Lab.view(backend, "v");
      List<Thread> callers =
          IntStream.range(0, 40).mapToObj(i -> new Thread(() -> look(store, "k" + i))).toList();

      long start = System.nanoTime();
      callers.forEach(Thread::start);
      for (Thread caller : callers) {
        caller.join();
      }
      assertThat(took(start)).isBetween(Duration.ofMillis(190), Duration.ofSeconds(5));
      assertThat(look(store, "k")).isEqualTo("Unavailable");

      assertThat(asked).hasValue(1);
      assertThat(threads("resolver")).hasSize(1).allMatch(Thread::isDaemon);
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains(HOST + ":" + redis.port() + " cannot be reached", "not resolved in time");

      answer.countDown();

      await().until(() -> look(store, "k").equals("Miss"));
      store(store, "k", "1");
      assertThat(look(store, "k")).isEqualTo("1");
      await().until(() -> threads("resolver").isEmpty());
    }
  }

  @Test
  void whileTheResolverHangsNobodyWaitsForTheTrials() {
    try (RedisBackend backend = open("?connectTimeout=6s&deadline=6s", this::hang)) {
      CacheStore<String> store = Lab.view(backend, "v");
      assertThat(look(store, "k")).isEqualTo("Unavailable");

      long end = System.nanoTime() + Duration.ofMillis(2500).toNanos();
      while (System.nanoTime() < end) {
        long start = System.nanoTime();
        IntStream.range(0, 10).forEach(i -> look(store, "k"));
        assertThat(took(start)).isLessThan(Duration.ofSeconds(3));
        await().pollDelay(Duration.ofMillis(20)).until(() -> true);
      }
    }
  }

  @Test
  void closingLeavesAHangingResolverAloneAndItHoldsNothing() {
    WeakReference<RedisBackend> gone = new WeakReference<>(closed());

    assertThat(threads(""))
        .extracting(Thread::getName)
        .containsExactly("larder-redis-resolver " + HOST);
    await()
        .until(
            () -> {
              System.gc();
              return gone.get() == null;
            });
    assertThat(threads("resolver")).hasSize(1);

    answer.countDown();
    await().until(() -> threads("").isEmpty());
  }

  private RedisBackend closed() {
    CountDownLatch latch = answer;
    RedisBackend backend =
        open(
            host -> {
              awaitQuietly(latch);
              throw new UnknownHostException(host);
            });
    look(Lab.view(backend, "v"), "k");
    long start = System.nanoTime();
    backend.close();
    assertThat(took(start)).isLessThan(Duration.ofSeconds(5));
    return backend;
  }

  @Test
  void aNameWithoutAddressIsSaidToBeUnknown() {
    try (RedisBackend backend =
        open(
            host -> {
              throw new UnknownHostException(host);
            })) {
      assertThat(look(Lab.view(backend, "v"), "k")).isEqualTo("Unavailable");
      assertThat(log.lines()).singleElement().asString().contains("unknown host");
    }
  }

  @Test
  void eachOfSeveralAddressesIsTried() {
    try (RedisBackend backend = open(host -> addresses("127.0.0.2", "127.0.0.1"))) {
      assertThat(look(Lab.view(backend, "v"), "k")).isEqualTo("Miss");
      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void anAddressThatChangedIsFoundAfterTheOutage() {
    try (RedisBackend backend =
        open(host -> addresses(asked.incrementAndGet() == 1 ? "127.0.0.2" : "127.0.0.1"))) {
      CacheStore<String> store = Lab.view(backend, "v");
      assertThat(look(store, "k")).isEqualTo("Unavailable");
      await().until(() -> look(store, "k").equals("Miss"));
    }
  }

  @Test
  void anAddressNeedsNoThread() throws Exception {
    HostResolver.Platform here =
        host -> {
          assertThat(Thread.currentThread().getName()).doesNotContain("resolver");
          return addresses(host);
        };
    assertThat(new HostResolver(here, "127.0.0.1").addresses(1)).hasSize(1);
    assertThat(new HostResolver(here, "255.249.199.0").addresses(1)).hasSize(1);
    assertThat(new HostResolver(here, "::1").addresses(1)).hasSize(1);
  }

  @Test
  void whatOnlyLooksLikeAnAddressIsResolvedInTheThread() throws Exception {
    HostResolver.Platform there =
        host -> {
          assertThat(Thread.currentThread().getName()).contains("resolver " + host);
          return addresses("127.0.0.1");
        };
    for (String host : List.of("300.1.1.1", "1.1.1.256", "127.0.0.01", "1.1.1", "1.1.1.1.1")) {
      assertThat(new HostResolver(there, host).addresses(10_000_000_000L)).hasSize(1);
    }
  }

  @Test
  void withoutAThreadNobodyWaitsAndTheNextCallerAsksAgain() throws Exception {
    HostResolver resolver =
        new HostResolver(host -> addresses("127.0.0.1"), HOST, new ScarceThreads(1));

    Threads.None failure =
        catchThrowableOfType(Threads.None.class, () -> resolver.addresses(10_000_000_000L));

    JedisConnectionException told = new JedisConnectionException("no connection", failure);
    assertThat(Trouble.of(told).phrase()).isEqualTo("no thread could be started");
    assertThat(Trouble.isOfOneConnection(told)).as("worth another attempt at once").isFalse();
    assertThat(resolver.addresses(10_000_000_000L)).hasSize(1);
  }

  @Test
  void whoIsInterruptedWhileWaitingKeepsTheFlag() {
    try (RedisBackend backend = open(this::hang)) {
      CacheStore<String> store = Lab.view(backend, "v");
      Thread.currentThread().interrupt();
      assertThat(look(store, "k")).isEqualTo("Unavailable");
      assertThat(Thread.interrupted()).isTrue();
      assertThat(log.lines()).as("it was no outage").isEmpty();
    }
  }

  @Test
  void aSlowNameIsTold() {
    HostResolver resolver = new HostResolver(this::hang, HOST);
    assertThatThrownBy(() -> resolver.addresses(1_000_000))
        .isInstanceOf(HostResolver.Slow.class)
        .hasMessageContaining(HOST);
  }

  private RedisBackend open(HostResolver.Platform platform) {
    return open("", platform);
  }

  private RedisBackend open(String options, HostResolver.Platform platform) {
    StoreUri uri = StoreUri.parse(Lab.hasty("redis://" + HOST + ":" + redis.port() + options));
    return OwnClient.open(RedisOptions.of(uri), Lab.context("shop"), platform);
  }

  private InetAddress[] hang(String host) throws UnknownHostException {
    asked.incrementAndGet();
    awaitQuietly(answer);
    return addresses("127.0.0.1");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static InetAddress[] addresses(String... texts) throws UnknownHostException {
    InetAddress[] addresses = new InetAddress[texts.length];
    for (int i = 0; i < texts.length; i++) {
      addresses[i] = InetAddress.getByName(texts[i]);
    }
    return addresses;
  }

  private static List<Thread> threads(String kind) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("larder-redis-" + kind))
        .filter(thread -> thread.getName().contains(HOST))
        .toList();
  }

  private static Duration took(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
