package io.larder.redis;

import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.spi.StoreUri;
import io.larder.redis.testing.ChaosProxy;
import io.larder.redis.testing.ClusterOptions;
import io.larder.redis.testing.ProxyFlow;
import io.larder.redis.testing.RedisFixture;
import io.larder.redis.testing.RedisNode;
import io.larder.redis.testing.SentinelFixture;
import io.larder.redis.testing.SentinelOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** A server that answers each command late, and in time: nobody goes on asking it. */
class RedisSlowTest {

  /** Its half is passed by each answer, and the whole by none on a machine that is not busy. */
  private static final String OPTIONS = "?deadline=800ms&timeout=800ms";

  private static final ProxyFlow SLOW = ProxyFlow.delayed(Duration.ofMillis(450));

  private final String namespace = RedisFixture.namespace();
  private final LogLines log = new LogLines();

  @AfterEach
  void close() throws IOException {
    log.close();
  }

  @Test
  void oneServerThatIsSlowIsAskedNoMoreUntilItIsFaster() {
    try (ChaosProxy proxy = proxy();
        RedisBackend backend = Lab.openHasty(url(proxy) + OPTIONS, namespace)) {
      assertSlownessOpens(backend, proxy);
    }
  }

  @Test
  void slowAnswersAloneAreEnough() throws IOException {
    RedisOptions options = RedisOptions.of(StoreUri.parse("redis://here?deadline=1s&timeout=1s"));
    try (ChaosProxy proxy = proxy();
        OneServer nodes =
            new OneServer(
                options,
                new Place.Server(new Address("127.0.0.1", proxy.port())),
                new Sockets(options, InetAddress::getAllByName))) {
      nodes.ask(Commands.pttl(Lab.bytes("k")));
      proxy.answers(ProxyFlow.delayed(Duration.ofMillis(600)));

      SlowServer slow =
          catchThrowableOfType(
              SlowServer.class,
              () -> IntStream.range(0, 2 * Pace.LEAST).forEach(i -> askPatiently(nodes)));

      new Outages("here", "redis://here").down(Trouble.of(slow), "", System.nanoTime());
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("is slow (answers take longer than 500 ms)", "raise deadline");
    }
  }

  private static void askPatiently(Nodes nodes) {
    try {
      nodes.ask(Commands.pttl(Lab.bytes("k")));
    } catch (JedisConnectionException e) {
      // The machine is busy.
    }
  }

  @Test
  void soItIsWithThePrimaryThatSentinelsName() {
    SentinelOptions options =
        SentinelOptions.defaults().behindProxies().withDownAfter(Duration.ofMinutes(1));
    try (var redis = SentinelFixture.start(options);
        RedisBackend backend =
            Lab.openHasty(
                "redis+sentinel://" + redis.hostsAndPorts() + "/mymaster" + OPTIONS, namespace)) {
      assertSlownessOpens(backend, redis.proxyOf(redis.primary()));
    }
  }

  @Test
  void soItIsWithTheServerOfAClusterThatHasTheClock() {
    try (ClusterLab lab = lab();
        RedisBackend backend = lab.openHasty(OPTIONS)) {
      assertSlownessOpens(backend, lab.redis.proxyOf(lab.clockMaster()));
    }
  }

  @Test
  void ofAClusterOneThatIsSlowIsLeftOutAlone() {
    try (ClusterLab lab = lab();
        // The others are asked once: a busy machine may take its time.
        RedisBackend backend = lab.openHasty("?deadline=3s&timeout=3s&connectTimeout=3s")) {
      CacheStore<String> view = ClusterLab.view(backend);
      RedisNode slow = lab.otherMaster();
      String key = lab.keyOn(slow);
      String other = lab.keyOn(lab.clockMaster());
      awaitStored(view, key);
      awaitStored(view, other);
      lab.redis.proxyOf(slow).answers(ProxyFlow.delayed(Duration.ofMillis(1600)));

      askUntilOpen(view, key);

      assertThat(look(view, other)).isEqualTo("1");
      assertThat(view.evict(key)).isEqualTo(Answer.DEFERRED);
      lab.redis.proxyOf(slow).heal();
      await().until(() -> look(view, key).equals("Miss"));
      assertThat(look(view, other)).isEqualTo("1");
    }
  }

  @Test
  void soItIsWithAClientOfSomebodyElses() {
    try (ChaosProxy proxy = proxy();
        RedisClient client =
            RedisClient.builder()
                .hostAndPort(proxy.host(), proxy.port())
                .clientConfig(DefaultJedisClientConfig.builder().resp2().build())
                .build();
        RedisBackend backend = Lab.over(client, namespace)) {
      CacheStore<String> view = Lab.view(backend, "v");
      awaitStored(view, "k");
      proxy.answers(ProxyFlow.delayed(Duration.ofMillis(150)));

      assertThat(IntStream.range(0, 15).filter(i -> look(view, "k").equals("1")).count())
          .isLessThan(15);

      proxy.heal();
      await().until(() -> look(view, "k").equals("1"));
    }
  }

  /** A busy machine may take longer for the first answers than a server that is well. */
  private static void awaitStored(CacheStore<String> view, String key) {
    await()
        .until(
            () -> {
              store(view, key, "1");
              return look(view, key).equals("1");
            });
  }

  private static void assertSlownessOpens(RedisBackend backend, ChaosProxy proxy) {
    CacheStore<String> view = Lab.view(backend, "v");
    awaitStored(view, "k");
    proxy.answers(SLOW);

    askUntilOpen(view, "k");

    long start = System.nanoTime();
    IntStream.range(0, 1000).forEach(i -> look(view, "k"));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    // It answers each trial, and is not believed.
    await()
        .during(Duration.ofMillis(2500))
        .atMost(Duration.ofSeconds(20))
        .until(() -> look(view, "k").equals("Unavailable"));

    proxy.heal();

    await().until(() -> look(view, "k").equals("1"));
  }

  /** What was asked before may have been fast, so it takes a few. */
  private static void askUntilOpen(CacheStore<String> view, String key) {
    for (int i = 0; i < 3 * Pace.LEAST; i++) {
      if (look(view, key).equals("Unavailable")) {
        return;
      }
    }
    throw new AssertionError("it is still asked");
  }

  private static ClusterLab lab() {
    return new ClusterLab(
        ClusterOptions.defaults().behindProxies().withNodeTimeout(Duration.ofMinutes(1)));
  }

  private static ChaosProxy proxy() {
    return ChaosProxy.to(RedisFixture.shared().host(), RedisFixture.shared().port());
  }

  private static String url(ChaosProxy proxy) {
    return "redis://127.0.0.1:" + proxy.port();
  }
}
