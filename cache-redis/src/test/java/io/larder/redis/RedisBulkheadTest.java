package io.larder.redis;

import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.spi.StoreUri;
import io.larder.redis.testing.ChaosProxy;
import io.larder.redis.testing.ProxyFlow;
import io.larder.redis.testing.RedisFixture;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** So many threads may be stuck in Redis at once, and no more; invalidations are not among them. */
class RedisBulkheadTest {

  private static final int CALLERS = 4;
  private static final String BIG = "x".repeat(60_000);

  private final LogLines log = new LogLines();
  private ChaosProxy proxy;
  private RedisBackend backend;
  private CacheStore<String> store;

  @BeforeEach
  void open() {
    proxy = ChaosProxy.to(RedisFixture.shared().host(), RedisFixture.shared().port());
    // Nothing fails within the test: what is stuck stays it.
    String options =
        "?deadline=20s&timeout=20s&connectTimeout=20s&poolWait=20s&poolSize=" + CALLERS;
    backend = Lab.open("redis://127.0.0.1:" + proxy.port() + options, RedisFixture.namespace());
    store = Lab.view(backend, "v");
    store(store, "big", BIG);
  }

  @AfterEach
  void close() throws Exception {
    backend.close();
    proxy.close();
    log.close();
  }

  @Test
  void whoComesWhileAllPlacesAreStuckHasAnAnswerAtOnceAndIsCounted() throws Exception {
    Queue<String> answers = new ConcurrentLinkedQueue<>();
    List<Thread> stuck = stick(answers);

    // A tenth of the deadline has to pass without anybody coming out.
    await().until(() -> !waits());

    long start = System.nanoTime();
    IntStream.range(0, 100).forEach(i -> assertThat(look(store, "k")).isEqualTo("Unavailable"));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));

    assertThat(backend.storeStats().turnedAway()).isGreaterThanOrEqualTo(100);
    assertThat(store.claim("k").granted()).isFalse();
    assertThat(log.lines()).as("what is wrong is told by those inside").isEmpty();

    proxy.heal();
    for (Thread each : stuck) {
      each.join();
    }
    assertThat(answers).hasSize(CALLERS).containsOnly(BIG);
    assertThat(look(store, "k")).isEqualTo("Miss");
  }

  @Test
  void invalidationsAreAppliedWhileAllWhoReadAreStuck() throws Exception {
    store(store, "k", "1");
    // It passes what is short, and sticks in what is long.
    proxy.answers(ProxyFlow.dripping(100, Duration.ofMillis(100)).after(2_000));
    Queue<String> answers = new ConcurrentLinkedQueue<>();
    List<Thread> stuck = stuckReaders(answers);

    assertThat(look(store, "k")).isEqualTo("Unavailable");
    assertThat(store.evict("k")).isEqualTo(Answer.APPLIED);
    assertThat(store.invalidate(List.of("t"))).isEqualTo(Answer.APPLIED);

    proxy.heal();
    for (Thread each : stuck) {
      each.join();
    }
    assertThat(look(store, "k")).isEqualTo("Miss");
  }

  @Test
  void moreInvalidationsThanPlacesAreDoneLaterWithoutAFurtherCall() throws Exception {
    store(store, "k", "1");
    proxy.hold();
    List<Thread> stuck = start(2, () -> assertThat(store.evict("other")).isEqualTo(Answer.APPLIED));
    await().until(() -> stuck.stream().allMatch(RedisBulkheadTest::inRead));

    long start = System.nanoTime();
    assertThat(store.evict("k")).isEqualTo(Answer.DEFERRED);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    assertThat(backend.storeStats().turnedAway()).isEqualTo(1);

    proxy.heal();
    for (Thread each : stuck) {
      each.join();
    }
    await().until(() -> backend.pending().isEmpty());
    assertThat(look(store, "k")).isEqualTo("Miss");
  }

  @Test
  void anInterruptedInvalidationIsDoneLaterAndIsNotCountedAsTurnedAway() throws Exception {
    store(store, "k", "1");
    proxy.hold();
    List<Thread> stuck = start(2, () -> assertThat(store.evict("other")).isEqualTo(Answer.APPLIED));
    await().until(() -> stuck.stream().allMatch(RedisBulkheadTest::inRead));

    Thread.currentThread().interrupt();
    try {
      assertThat(store.evict("k")).isEqualTo(Answer.DEFERRED);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }

    assertThat(backend.storeStats().turnedAway()).isZero();
    proxy.heal();
    for (Thread each : stuck) {
      each.join();
    }
    await().until(() -> backend.pending().isEmpty());
    assertThat(look(store, "k")).isEqualTo("Miss");
  }

  @Test
  void whatIsDueInTimeHasConnectionsBesideThoseOfAllPlaces() {
    RedisOptions options =
        RedisOptions.of(
            StoreUri.parse(
                RedisFixture.shared().url()
                    + "?timeout=10s&connectTimeout=10s&poolWait=1s&poolSize="
                    + CALLERS));
    List<Nodes.Exchange> taken = new ArrayList<>();
    try (OneServer server =
        new OneServer(
            options,
            (Place.Server) options.place(),
            new Sockets(options, InetAddress::getAllByName))) {
      for (int i = 0; i < CALLERS + options.pool().invalidators() + PoolLimits.APART; i++) {
        taken.add(server.primaries().get(0).send(List.of(Commands.pttl(Lab.bytes("k")))));
      }
      taken.forEach(Nodes.Exchange::read);
    } finally {
      taken.forEach(Nodes.Exchange::close);
    }
  }

  private boolean waits() {
    long start = System.nanoTime();
    look(store, "k");
    return System.nanoTime() - start > 50_000_000L;
  }

  private List<Thread> stick(Queue<String> answers) {
    proxy.hold();
    return stuckReaders(answers);
  }

  private List<Thread> stuckReaders(Queue<String> answers) {
    List<Thread> stuck = start(CALLERS, () -> answers.add(look(store, "big")));
    await().until(() -> stuck.stream().allMatch(RedisBulkheadTest::inRead));
    return stuck;
  }

  private static List<Thread> start(int count, Runnable work) {
    List<Thread> threads = IntStream.range(0, count).mapToObj(i -> new Thread(work)).toList();
    threads.forEach(Thread::start);
    return threads;
  }

  private static boolean inRead(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> frame.getClassName().contains("DeadlineSocket"));
  }
}
