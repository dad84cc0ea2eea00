package io.larder.redis;

import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.Terms;
import io.larder.cache.spi.StoreUri;
import io.larder.redis.testing.ClusterFixture;
import io.larder.redis.testing.ClusterOptions;
import io.larder.redis.testing.PrivateCluster;
import io.larder.redis.testing.PrivateRedis;
import io.larder.redis.testing.PrivateSentinel;
import io.larder.redis.testing.RedisFixture;
import io.larder.redis.testing.RedisNode;
import io.larder.redis.testing.RedisServerOptions;
import io.larder.redis.testing.SentinelFixture;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Invalidations that are to be on a replica before they count. */
class RedisReplicasTest {

  private static final Terms TAGGED = Lab.MINUTE.tagged(List.of("t"));
  private static final String ONE = "invalidationReplicas=1";

  /** Of tests that are not about being late. */
  private static final String PATIENT =
      "?timeout=5s&connectTimeout=5s&poolWait=5s&deadline=20s&" + ONE;

  /** Replicas have half of the timeout. */
  private static final String LONG = "timeout=10s&connectTimeout=10s&deadline=15s";

  private final LogLines log = new LogLines();

  @AfterEach
  void close() {
    log.close();
  }

  private static RedisBackend open(PrivateSentinel redis, String options) {
    String place = redis.hostsAndPorts() + "/mymaster?" + options + "&";
    return Lab.openHasty("redis+sentinel://" + place + ONE, "shop");
  }

  @Test
  void whatAReplicaHasOutlivesItsNodeAndItsPrimary() {
    try (PrivateSentinel redis = SentinelFixture.start();
        RedisBackend other = open(redis, LONG)) {
      CacheStore<String> theirs = Lab.view(other, "v");
      try (RedisBackend lost = open(redis, LONG)) {
        store(theirs, "k", "old", TAGGED);
        store(theirs, "l", "old");
        assertThat(look(theirs, "k")).isEqualTo("old");

        assertThat(lost.invalidate(List.of("t"))).isEqualTo(Answer.APPLIED);
        assertThat(Lab.view(lost, "v").evict("l")).isEqualTo(Answer.APPLIED);
      }
      redis.killPrimary();

      await().atMost(Duration.ofSeconds(30)).until(() -> !look(theirs, "k").equals("Unavailable"));
      assertThat(look(theirs, "k")).isEqualTo("Miss");
      assertThat(look(theirs, "l")).isEqualTo("Miss");
    }
  }

  @Test
  void whatNoReplicaHasIsDeferredAndHoldsAllTheSame() {
    try (PrivateSentinel redis = SentinelFixture.start();
        RedisBackend backend = open(redis, "timeout=2s&deadline=5s")) {
      CacheStore<String> view = Lab.view(backend, "v");
      store(view, "k", "old", TAGGED);
      Claim claim = view.claim("put");
      redis.replica().pause();

      assertThat(view.invalidate(List.of("t"))).isEqualTo(Answer.DEFERRED);
      assertThat(view.evict("other")).isEqualTo(Answer.DEFERRED);
      assertThat(view.put(claim, "v", Lab.MINUTE)).isEqualTo(Answer.DEFERRED);
      assertThat(view.clear()).isEqualTo(Answer.DEFERRED);

      assertThat(look(view, "k")).isEqualTo("Miss");
      assertThat(backend.pending().isEmpty()).as("it does not keep others from reading").isTrue();
      assertThat(log.lines()).isEmpty();
      redis.replica().resume();
      await().atMost(Duration.ofSeconds(30)).until(() -> view.evict("other") == Answer.APPLIED);
    }
  }

  @Test
  void inAClusterTheReplicasOfAllThatIsConcernedAreWaitedFor() {
    ClusterOptions still = ClusterOptions.defaults().withNodeTimeout(Duration.ofMinutes(1));
    try (PrivateCluster redis = ClusterFixture.start(still);
        RedisBackend backend =
            Lab.open("redis+cluster://" + redis.hostsAndPorts() + "?" + LONG + "&" + ONE, "shop")) {
      CacheStore<String> view = Lab.view(backend, "v");
      List<String> keys = List.of("a", "b", "c", "d", "e", "f", "g", "h");
      keys.forEach(key -> store(view, key, "v"));
      assertThat(view.evictAll(keys)).isEqualTo(Answer.APPLIED);
      assertThat(view.invalidate(List.of("t"))).isEqualTo(Answer.APPLIED);
      int clock = SlotTable.slot(new Layout("shop").meta());
      String elsewhere =
          keys.stream()
              .filter(
                  key ->
                      redis.masterOf(SlotTable.slot(Lab.bytes("shop:v:" + key)))
                          != redis.masterOf(clock))
              .findFirst()
              .orElseThrow();
      // Where nothing is written any more, a replica has all of it.
      assertThat(store(view, elsewhere, "v")).isEqualTo(FillResult.STORED);
      redis.replicaOf(redis.masterOf(SlotTable.slot(Lab.bytes("shop:v:" + elsewhere)))).pause();

      assertThat(view.evict(elsewhere)).isEqualTo(Answer.DEFERRED);
      assertThat(view.invalidate(List.of("t"))).as("not concerned").isEqualTo(Answer.APPLIED);
    }
  }

  @Test
  void aMissingReplicaIsWaitedForOnceHoweverManyKeysAreEvicted() {
    try (ClusterLab lab = new ClusterLab(ClusterOptions.defaults());
        RedisBackend backend = lab.openHasty("?timeout=3s&connectTimeout=5s&deadline=20s&" + ONE)) {
      CacheStore<String> view = ClusterLab.view(backend);
      RedisNode master = lab.otherMaster();
      List<String> keys = lab.keysOn(master, 3);
      keys.forEach(key -> store(view, key, "v"));
      lab.redis.replicaOf(master).pause();

      assertThat(view.evictAll(keys)).isEqualTo(Answer.DEFERRED);

      assertThat(master.command("INFO", "commandstats"))
          .asString()
          .contains("cmdstat_wait:calls=1,");
      assertThat(log.lines()).as("no server is taken to be down").isEmpty();
      assertThat(look(view, keys.get(0))).isEqualTo("Miss");
    }
  }

  @Test
  void ofEachServerOneWaits() {
    RedisOptions options =
        options("redis+cluster://" + ClusterFixture.shared().hostsAndPorts() + PATIENT);
    byte[] clock = new Layout("shop").meta();
    Sockets sockets = new Sockets(options, InetAddress::getAllByName);
    try (Waits nodes =
        new Waits(new ClusterNodes(options, (Place.Cluster) options.place(), sockets, clock))) {
      List<byte[]> keys = IntStream.range(0, 60).mapToObj(i -> Lab.bytes("k" + i)).toList();

      boolean unused =
          Replicas.of(RedisConnection.of(options, nodes), clock)
              .have(Invalidation.evict(keys, List.of()));

      assertThat(nodes.waits).hasValue(nodes.primaries().size());
    }
  }

  @Test
  void aServerThatWaitsLongerThanItWasToldToIsNoOutage() {
    RedisOptions options = options(RedisFixture.shared().url() + PATIENT);
    try (Waits nodes = new Late(oneServer(options))) {
      MetaClock clock = new MetaClock(nodes, new Layout(RedisFixture.namespace()).meta(), 200);
      RedisLink link = new RedisLink(RedisConnection.of(options, nodes), clock, new RedisStats());

      assertThat(link.apply(Invalidation.tags(List.of("t")))).isEqualTo(Answer.DEFERRED);

      assertThat(nodes.waits).hasValue(1);
      assertThat(log.lines()).isEmpty();
      assertThat(link.pulse()).as("it is asked as before").isPresent();
      link.close();
    }
  }

  @Test
  void howLongReplicasAreWaitedForIsNotTheServersPace() {
    RedisOptions options = options(RedisFixture.shared().url() + PATIENT);
    Pace pace = new Pace(Deadline.of(Duration.ofMillis(100)));
    try (Sockets sockets = new Sockets(options, InetAddress::getAllByName);
        Node node =
            new Node(
                ((Place.Server) options.place()).address(),
                sockets,
                ConnectionConfig.of(options),
                options,
                Succession.ofAnybody(),
                pace)) {
      byte[] key = Lab.bytes(RedisFixture.namespace());
      for (int i = 0; i < Pace.LEAST; i++) {
        Question<Long> wait = Commands.waitFor(key, 9, 60);

        node.ask(List.of(Commands.pttl(key), wait));

        assertThat(wait.answer()).isZero();
      }
    }
  }

  /** Counts how often a server is asked to wait. */
  private static class Waits extends ForwardingNodes {

    final AtomicInteger waits = new AtomicInteger();

    Waits(Nodes behind) {
      super(behind);
    }

    @Override
    public void ask(List<? extends Question<?>> questions) {
      questions.stream().filter(Question::takesTime).forEach(it -> waits.incrementAndGet());
      super.ask(questions);
    }
  }

  /** Who is asked to wait does not answer in time. */
  private static final class Late extends Waits {

    Late(Nodes behind) {
      super(behind);
    }

    @Override
    public void ask(List<? extends Question<?>> questions) {
      if (questions.stream().anyMatch(Question::takesTime)) {
        waits.incrementAndGet();
        throw new JedisConnectionException("of a test", new SocketTimeoutException());
      }
      super.ask(questions);
    }
  }

  private static RedisOptions options(String uri) {
    return RedisOptions.of(StoreUri.parse(uri));
  }

  private static OneServer oneServer(RedisOptions options) {
    return new OneServer(
        options, (Place.Server) options.place(), new Sockets(options, InetAddress::getAllByName));
  }

  @Test
  void aUserWhoMayNotWaitIsTold() {
    try (PrivateRedis redis = RedisFixture.start(RedisServerOptions.defaults())) {
      redis.command("ACL", "SETUSER", "app", "on", ">x", "~*", "&*", "+@all", "-wait");
      try (RedisBackend backend = Lab.open(redis.url("app", "x") + "?" + ONE, "shop")) {
        assertThat(backend.invalidate(List.of("t"))).isEqualTo(Answer.DEFERRED);
        assertThat(backend.invalidate(List.of("t"))).isEqualTo(Answer.DEFERRED);

        assertThat(log.lines())
            .singleElement()
            .asString()
            .contains("does not wait for replicas (NOPERM)", "permit this user WAIT");
      }
    }
  }

  @Test
  void aServerWithoutReplicasAppliesWhereNoneAreWanted() {
    try (PrivateRedis redis = RedisFixture.start(RedisServerOptions.defaults());
        RedisBackend wanting = Lab.openHasty(redis.url() + "?" + ONE, "shop");
        RedisBackend content = Lab.open(redis.url(), "shop")) {
      assertThat(wanting.invalidate(List.of("t"))).isEqualTo(Answer.DEFERRED);
      assertThat(content.invalidate(List.of("t"))).isEqualTo(Answer.APPLIED);
    }
  }
}
