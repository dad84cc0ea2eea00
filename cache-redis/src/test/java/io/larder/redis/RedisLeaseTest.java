package io.larder.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Cache;
import io.larder.cache.CacheLoader;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.ClaimedValue;
import io.larder.cache.FillResult;
import io.larder.cache.Filled;
import io.larder.cache.Larder;
import io.larder.cache.Lease;
import io.larder.cache.Lease.Wait;
import io.larder.cache.LimitException;
import io.larder.cache.Limits;
import io.larder.redis.testing.ChaosProxy;
import io.larder.redis.testing.PrivateRedis;
import io.larder.redis.testing.ProxyFlow;
import io.larder.redis.testing.RedisFixture;
import io.larder.redis.testing.RedisServerOptions;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** One load in all processes that share a namespace: each Larder here stands for one. */
class RedisLeaseTest {

  // What is tested here is no outage: a busy machine may take its time.
  private static final String PATIENT =
      "?timeout=5s&connectTimeout=5s&deadline=10s&poolSize=64&lease=";
  private static final String LONG = PATIENT + "20s";

  private static final int NODES = 4;
  private static final int CALLERS = 25;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String TOO_LONG = "x".repeat((int) Limits.DEFAULT.maxValueBytes() + 1);

  private final List<AutoCloseable> open = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger loads = new AtomicInteger();
  private final String namespace = RedisFixture.namespace();

  @AfterEach
  void close() throws Exception {
    threads.shutdownNow();
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  private <T extends AutoCloseable> T opened(T what) {
    open.add(what);
    return what;
  }

  private Cache<String> node(String uri) {
    Larder larder = opened(Larder.builder().store(uri).namespace(namespace).build());
    return larder
        .cacheBuilder("texts", String.class)
        .tags("all")
        .waitTimeout(PATIENCE) // longer than any lease: it ends no waiting
        .build();
  }

  private List<Cache<String>> nodes(String uri) {
    List<Cache<String>> nodes = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      nodes.add(node(uri));
    }
    return nodes;
  }

  private List<Future<String>> all(List<Cache<String>> nodes, CacheLoader<String, ?> loader) {
    List<Future<String>> answers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      for (Cache<String> node : nodes) {
        answers.add(threads.submit(() -> node.get("k", loader)));
      }
    }
    return answers;
  }

  private static List<String> values(List<Future<String>> answers) throws Exception {
    List<String> values = new ArrayList<>();
    for (Future<String> each : answers) {
      values.add(each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }
    return values;
  }

  private CacheLoader<String, InterruptedException> waitingFor(CountDownLatch gate) {
    return load -> {
      String text = load.key() + loads.incrementAndGet();
      gate.await();
      return text;
    };
  }

  private static void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    await().pollInterval(Duration.ofMillis(5)).until(() -> System.nanoTime() >= end);
  }

  private static List<String> topologies() {
    return List.of(
        RedisFixture.shared().url(), RedisTopologies.sentinels(), RedisTopologies.cluster());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tiered+"})
  void allOfAllProcessesLoadOnce(String scheme) throws Exception {
    for (String uri : topologies()) {
      loads.set(0);
      List<Cache<String>> nodes = nodes(scheme + uri + LONG);
      CountDownLatch gate = new CountDownLatch(1);

      List<Future<String>> answers = all(nodes, waitingFor(gate));
      await().until(() -> loads.get() > 0);
      pass(Duration.ofMillis(300));
      gate.countDown();
      long opened = System.nanoTime();

      assertThat(values(answers)).isEqualTo(Collections.nCopies(NODES * CALLERS, "k1"));
      assertThat(loads).as(uri).hasValue(1);
      assertThat(Duration.ofNanos(System.nanoTime() - opened))
          .as("woken, and not by the end of a lease")
          .isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void allLoadOnceWhatWasInvalidated() throws Exception {
    List<Cache<String>> nodes = nodes(RedisFixture.shared().url() + LONG);
    CountDownLatch gate = new CountDownLatch(1);
    nodes.get(0).put("k", "old");
    nodes.get(1).invalidate("all");

    List<Future<String>> answers = all(nodes, waitingFor(gate));
    await().until(() -> loads.get() > 0);
    pass(Duration.ofMillis(100));
    gate.countDown();

    assertThat(values(answers)).isEqualTo(Collections.nCopies(NODES * CALLERS, "k1"));
    assertThat(loads).hasValue(1);
  }

  @Test
  void aLoadThatTakesLongerThanItsLeaseIsWaitedFor() throws Exception {
    // Long enough for a busy machine to prolong it in time.
    List<Cache<String>> nodes = nodes(RedisFixture.shared().url() + PATIENT + "6s");
    CountDownLatch gate = new CountDownLatch(1);

    List<Future<String>> answers = all(nodes, waitingFor(gate));
    pass(Duration.ofSeconds(8));
    gate.countDown();

    assertThat(values(answers)).isEqualTo(Collections.nCopies(NODES * CALLERS, "k1"));
    assertThat(loads).hasValue(1);
  }

  @Test
  void leasesThatAreDueAtOneTimeAreProlongedTogether() {
    Prolonging nodes = new Prolonging(opened(RedisClient.create(RedisFixture.shared().url())));
    CacheStore<String> store = store(nodes, Duration.ofSeconds(6));
    for (int i = 0; i < 100; i++) {
      own(store.lease("k" + i));
    }

    await().until(() -> nodes.prolonged.get() >= 100);

    // Several, since they began one after the other, on a busy machine slowly.
    assertThat(nodes.roundTrips).hasValueLessThan(50);
  }

  /**
   * Servers that count how often, and of how many keys, they are asked without the clock; they may
   * turn out to be out of reach then.
   */
  private static final class Prolonging extends ForwardingNodes {

    private final AtomicInteger roundTrips = new AtomicInteger();
    private final AtomicInteger prolonged = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile boolean fails;

    Prolonging(RedisClient client) {
      super(InjectedNodes.of(client));
    }

    /** Has the next such question fail. */
    void failNext() {
      fails = true;
    }

    @Override
    public void ask(List<? extends Question<?>> questions) {
      boolean prolongs = questions.stream().allMatch(RedisLeaseTest::isEntry);
      if (prolongs && fails) {
        fails = false;
        failures.incrementAndGet();
        throw new JedisConnectionException("of a test", new SocketTimeoutException());
      }
      super.ask(questions);
      if (prolongs) {
        roundTrips.incrementAndGet();
        prolonged.addAndGet(questions.size());
      }
    }
  }

  private static boolean isEntry(Question<?> question) {
    return new String(question.key(), UTF_8).contains(":v:");
  }

  @Test
  void aLeaseIsProlongedWhileAllPlacesOfCallersAreTaken() {
    String uri = RedisFixture.shared().url() + PATIENT + "6s";
    RedisBackend few = opened(Lab.open(uri + "&maxCallers=2", namespace));
    RedisBackend others = opened(Lab.open(uri, namespace));
    own(Lab.view(few, "v").lease("k"));

    try (Halting callers = Halting.in(few, others, 2)) {
      await().until(callers::areInside);
      pass(Duration.ofSeconds(8));

      assertThat(Lab.view(others, "v").lease("k")).isInstanceOf(Lease.Held.class);
    }
  }

  private CacheStore<String> store(String uri) {
    return Lab.view(opened(Lab.open(uri, namespace)), "v");
  }

  private CacheStore<String> store(Nodes nodes, Duration lease) {
    RedisConnection way =
        new RedisConnection(
            nodes,
            "here",
            "redis://here",
            Deadline.NONE,
            new Bulkhead(8, PATIENCE, PATIENCE),
            new Bulkhead(8, PATIENCE, PATIENCE),
            false,
            0,
            Duration.ZERO,
            lease);
    return Lab.view(
        opened(new RedisBackend(Lab.context(namespace), way, MetaClock.MOST_TAGS)), "v");
  }

  private static Claim own(Lease lease) {
    assertThat(lease).isInstanceOf(Lease.Own.class);
    Claim claim = ((Lease.Own) lease).claim();
    assertThat(claim.granted()).isTrue();
    return claim;
  }

  private static Lease.Held held(Lease lease) {
    assertThat(lease).isInstanceOf(Lease.Held.class);
    return (Lease.Held) lease;
  }

  /** Returns what waiting has come to, and asserts that it took no longer. */
  private static Wait within(Duration most, Callable<Wait> waiting) throws Exception {
    long began = System.nanoTime();
    Wait end = waiting.call();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(most);
    return end;
  }

  @Test
  void whoIsLostCostsNoMoreThanTheLease() throws Exception {
    String uri = RedisFixture.shared().url() + PATIENT + "4s";
    RedisBackend lost = Lab.open(uri, namespace);
    CacheStore<String> theirs = Lab.view(lost, "v");
    CacheStore<String> ours = store(uri);
    CacheStore<String> others = store(uri);
    long began = System.nanoTime();
    Claim claim = own(theirs.lease("k"));
    lost.close();

    Claim taken = null;
    while (taken == null) {
      Lease lease = ours.lease("k");
      if (lease instanceof Lease.Held held) {
        assertThat(held.await(PATIENCE)).isEqualTo(Wait.LOOK_AGAIN);
      } else {
        taken = own(lease);
      }
    }

    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isBetween(Duration.ofMillis(3900), Duration.ofSeconds(15));
    assertThat(taken.id()).as("the first that ends stores").isEqualTo(claim.id());
    assertThat(others.lease("k")).as("it is another's now").isInstanceOf(Lease.Held.class);
  }

  @Test
  void whoTakesOverALeaseProlongsIt() {
    String uri = RedisFixture.shared().url() + PATIENT + "6s";
    RedisBackend lost = Lab.open(uri, namespace);
    CacheStore<String> ours = store(uri);
    CacheStore<String> others = store(uri);
    own(Lab.view(lost, "v").lease("k"));
    lost.close();
    await().atMost(PATIENCE).until(() -> ours.lease("k") instanceof Lease.Own);

    pass(Duration.ofSeconds(8));

    assertThat(others.lease("k")).isInstanceOf(Lease.Held.class);
  }

  @Test
  void whereNothingIsStoredTheOthersGoOn() throws Exception {
    String uri = RedisFixture.shared().url() + LONG;
    CacheStore<String> theirs = store(uri);
    CacheStore<String> ours = store(uri);
    Claim claim = own(theirs.lease("k"));
    assertThat(held(ours.lease("k")).await(PATIENCE))
        .as("it has begun to listen")
        .isEqualTo(Wait.LOOK_AGAIN);
    Lease.Held lease = held(ours.lease("k"));
    Future<Wait> waiting = threads.submit(() -> lease.await(PATIENCE));

    theirs.abandon(claim);

    // Before it waited, or while: then it looks, and finds nothing.
    assertThat(waiting.get(10, TimeUnit.SECONDS)).isIn(Wait.GO_ON, Wait.LOOK_AGAIN);
    assertThat(own(ours.lease("k")).id()).isNotEqualTo(claim.id());
  }

  @Test
  void nobodyWaitsForAValueThatCannotBeStored() throws Exception {
    List<Cache<String>> nodes = nodes(RedisFixture.shared().url() + LONG);
    CountDownLatch gate = new CountDownLatch(1);
    CacheLoader<String, InterruptedException> first =
        load -> {
          loads.incrementAndGet();
          gate.await();
          return TOO_LONG;
        };

    Future<String> theirs = threads.submit(() -> nodes.get(0).get("k", first));
    await().until(() -> loads.get() > 0);
    Future<String> ours = threads.submit(() -> nodes.get(1).get("k", load -> TOO_LONG));
    pass(Duration.ofMillis(300));
    gate.countDown();

    assertThat(theirs.get(10, TimeUnit.SECONDS)).isEqualTo(TOO_LONG);
    assertThat(ours.get(10, TimeUnit.SECONDS)).isEqualTo(TOO_LONG);
    Future<String> stored = threads.submit(() -> nodes.get(2).get("k", load -> "short"));
    assertThat(stored.get(10, TimeUnit.SECONDS)).isEqualTo("short");
  }

  @Test
  void aValueThatCannotBeStoredLeavesNoLease() {
    String uri = RedisFixture.shared().url() + LONG;
    CacheStore<String> theirs = store(uri);
    CacheStore<String> ours = store(uri);
    Claim claim = own(theirs.lease("k"));

    assertThatExceptionOfType(LimitException.class)
        .isThrownBy(() -> theirs.fill(claim, TOO_LONG, Lab.MINUTE));

    assertThat(own(ours.lease("k")).id()).isNotEqualTo(claim.id());
  }

  @Test
  void norDoesOneOfABatchWhoseOthersAreStored() {
    String uri = RedisFixture.shared().url() + LONG;
    CacheStore<String> theirs = store(uri);
    CacheStore<String> ours = store(uri);
    Claim refused = own(theirs.lease("refused"));
    Claim stored = own(theirs.lease("stored"));

    assertThat(
            theirs.fillAll(
                List.of(
                    new ClaimedValue<>(refused, TOO_LONG, Lab.MINUTE),
                    new ClaimedValue<>(stored, "v", Lab.MINUTE))))
        .extracting(Filled::result)
        .containsExactly(FillResult.REFUSED, FillResult.STORED);

    assertThat(own(ours.lease("refused")).id()).isNotEqualTo(refused.id());
    assertThat(Lab.look(ours, "stored")).isEqualTo("v");
  }

  @Test
  void theLeaseOfAValueThatCannotBePutIsProlongedNoMore() {
    Prolonging nodes = new Prolonging(opened(RedisClient.create(RedisFixture.shared().url())));
    CacheStore<String> store = store(nodes, Duration.ofSeconds(3));
    Claim claim = own(store.lease("k"));
    int before = nodes.roundTrips.get();
    await().until(() -> nodes.roundTrips.get() > before);

    assertThatExceptionOfType(LimitException.class)
        .isThrownBy(() -> store.put(claim, TOO_LONG, Lab.MINUTE));
    assertProlongsNothing(nodes);

    List<ClaimedValue<String>> batch =
        List.of(new ClaimedValue<>(own(store.lease("k")), TOO_LONG, Lab.MINUTE));
    assertThatExceptionOfType(LimitException.class).isThrownBy(() -> store.putAll(batch));
    assertProlongsNothing(nodes);
  }

  private static void assertProlongsNothing(Prolonging nodes) {
    pass(Duration.ofMillis(1500)); // one round may be under way
    int before = nodes.roundTrips.get();
    pass(Duration.ofMillis(1500));
    assertThat(nodes.roundTrips).hasValue(before);
  }

  @Test
  void whatIsEvictedMeanwhileIsLoadedAnew() throws Exception {
    String uri = RedisFixture.shared().url() + LONG;
    CacheStore<String> theirs = store(uri);
    CacheStore<String> ours = store(uri);
    Claim claim = own(theirs.lease("k"));
    assertThat(held(ours.lease("k")).await(PATIENCE)).isEqualTo(Wait.LOOK_AGAIN);
    Lease.Held lease = held(ours.lease("k"));

    ours.evict("k");
    Future<Wait> waiting = threads.submit(() -> lease.await(PATIENCE));
    theirs.fill(claim, "old", Lab.MINUTE);

    assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(Wait.LOOK_AGAIN);
    assertThat(Lab.look(ours, "k")).isEqualTo("Miss");
    own(ours.lease("k"));
  }

  @Test
  void whatHasBeenStoredSinceIsLookedFor() throws Exception {
    CacheStore<String> ours = store(RedisFixture.shared().url() + LONG);
    Lab.store(ours, "k", "v");

    assertThat(held(ours.lease("k")).await(PATIENCE)).isEqualTo(Wait.LOOK_AGAIN);
  }

  @Test
  void whereTheServerFailsNobodyWaits() throws Exception {
    PrivateRedis redis = opened(RedisFixture.start(RedisServerOptions.defaults()));
    String uri = redis.url() + LONG;
    CacheStore<String> theirs = store(uri);
    CacheStore<String> ours = store(uri);
    own(theirs.lease("k"));
    assertThat(held(ours.lease("k")).await(PATIENCE)).isEqualTo(Wait.LOOK_AGAIN);
    Lease.Held lease = held(ours.lease("k"));
    Future<Wait> waiting = threads.submit(() -> lease.await(PATIENCE));

    redis.kill();

    assertThat(waiting.get(10, TimeUnit.SECONDS)).isIn(Wait.GO_ON, Wait.LOOK_AGAIN);
    assertThat(ours.lease("k")).isEqualTo(new Lease.Own(Claim.refused("k")));
  }

  @Test
  void aLeaseThatDoesNotCountInTheEndIsProlongedByNobody() {
    RedisFixture redis = RedisFixture.shared();
    RedisClient client = opened(RedisClient.create(redis.url()));
    LostLeases nodes = new LostLeases(InjectedNodes.of(client));
    CacheStore<String> theirs = store(nodes, Duration.ofSeconds(6));
    CacheStore<String> ours = store(redis.url() + PATIENT + "6s");
    Lab.store(ours, "other", "v"); // so that there is a clock

    assertThat(theirs.lease("k")).isEqualTo(new Lease.Own(Claim.refused("k")));
    assertThat(ours.lease("k")).as("it was left there").isInstanceOf(Lease.Held.class);
    nodes.heal();

    await().atMost(PATIENCE).until(() -> ours.lease("k") instanceof Lease.Own);
  }

  /** Servers that turn out to be others once a lease has been asked for, and are out of reach. */
  private static final class LostLeases extends ForwardingNodes {

    private volatile Runnable replaced = () -> {};
    private volatile boolean lost;
    private volatile boolean healed;

    LostLeases(Nodes behind) {
      super(behind);
    }

    void heal() {
      healed = true;
    }

    @Override
    public void whenReplaced(Runnable listener) {
      replaced = listener;
    }

    @Override
    public void ask(List<? extends Question<?>> questions) {
      if (lost && !healed) {
        throw new JedisConnectionException("of a test", new SocketTimeoutException());
      }
      super.ask(questions);
      boolean left = questions.stream().anyMatch(it -> isEntry(it) && it.answers() > 0);
      if (left && !lost && questions.get(questions.size() - 1).refusal() == null) {
        lost = true;
        replaced.run();
      }
    }
  }

  @Test
  void aLeaseThatRanOutWhileItsServerWasOutOfReachIsNotProlongedAfterwards() {
    RedisFixture redis = RedisFixture.shared();
    try (ChaosProxy proxy = ChaosProxy.to(redis.host(), redis.port())) {
      CacheStore<String> theirs = store("redis://127.0.0.1:" + proxy.port() + PATIENT + "500ms");
      CacheStore<String> ours = store(redis.url() + PATIENT + "500ms");
      own(theirs.lease("k"));

      proxy.cut();
      await().until(() -> Lab.look(theirs, "k").equals("Unavailable"));
      pass(Duration.ofMillis(1500));
      proxy.heal();
      await().until(() -> Lab.look(theirs, "k").equals("Miss"));
      pass(Duration.ofMillis(400));

      await().until(() -> ours.lease("k") instanceof Lease.Own);
    }
  }

  @Test
  void norIsOneOfWhoseProlongingNothingWasHeardForSoLong() {
    RedisFixture redis = RedisFixture.shared();
    try (ChaosProxy proxy = ChaosProxy.to(redis.host(), redis.port())) {
      CacheStore<String> theirs = store("redis://127.0.0.1:" + proxy.port() + PATIENT + "500ms");
      CacheStore<String> ours = store(redis.url() + PATIENT + "500ms");
      own(theirs.lease("k"));

      proxy.answers(ProxyFlow.HELD);
      pass(Duration.ofMillis(1500));
      proxy.heal();
      pass(Duration.ofMillis(400));

      await().until(() -> ours.lease("k") instanceof Lease.Own);
    }
  }

  @Test
  void aLeaseThatLastsLongerThanItsServerWasOutOfReachGoesOn() {
    RedisFixture redis = RedisFixture.shared();
    Prolonging nodes = new Prolonging(opened(RedisClient.create(redis.url())));
    CacheStore<String> theirs = store(nodes, Duration.ofSeconds(15));
    CacheStore<String> ours = store(redis.url() + PATIENT + "15s");
    nodes.failNext();
    own(theirs.lease("k"));

    await().atMost(PATIENCE).until(() -> nodes.failures.get() == 1);
    await().until(() -> Lab.look(theirs, "k").equals("Miss"));
    await().atMost(PATIENCE).until(() -> nodes.prolonged.get() == 1);

    assertThat(ours.lease("k")).isInstanceOf(Lease.Held.class);
  }

  @Test
  void whereTheServerHangsNobodyWaitsOnceThatIsKnown() throws Exception {
    PrivateRedis redis = opened(RedisFixture.start(RedisServerOptions.defaults()));
    String uri = redis.url() + "?timeout=2s&connectTimeout=2s&deadline=2s&lease=20s";
    CacheStore<String> theirs = store(uri);
    CacheStore<String> ours = store(uri);
    own(theirs.lease("k"));
    assertThat(held(ours.lease("k")).await(PATIENCE)).isEqualTo(Wait.LOOK_AGAIN);
    Lease.Held lease = held(ours.lease("k"));
    Future<Wait> waiting = threads.submit(() -> lease.await(PATIENCE));

    redis.pause();
    assertThat(Lab.look(ours, "another")).isEqualTo("Unavailable");

    assertThat(waiting.get(10, TimeUnit.SECONDS)).isIn(Wait.GO_ON, Wait.LOOK_AGAIN);
    redis.resume();
  }

  @Test
  void whoMayNotListenDoesNotWait() throws Exception {
    PrivateRedis redis = opened(RedisFixture.start(RedisServerOptions.defaults()));
    redis.command("ACL", "SETUSER", "deaf", "on", ">x", "~*", "resetchannels", "+@all");
    CacheStore<String> theirs = store(redis.url() + LONG);
    CacheStore<String> ours = store(redis.url("deaf", "x") + LONG);
    own(theirs.lease("k"));

    assertThat(within(Duration.ofSeconds(10), () -> held(ours.lease("k")).await(PATIENCE)))
        .isEqualTo(Wait.GO_ON);
  }

  @Test
  void whoHasNoMoreTimeIsTold() throws Exception {
    String uri = RedisFixture.shared().url() + LONG;
    CacheStore<String> theirs = store(uri);
    CacheStore<String> ours = store(uri);
    own(theirs.lease("k"));
    assertThat(held(ours.lease("k")).await(PATIENCE)).isEqualTo(Wait.LOOK_AGAIN);

    assertThat(held(ours.lease("k")).await(Duration.ofMillis(20))).isEqualTo(Wait.TOO_LONG);
  }
}
