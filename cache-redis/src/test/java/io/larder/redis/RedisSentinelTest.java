package io.larder.redis;

import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.FillResult;
import io.larder.redis.testing.PrivateSentinel;
import io.larder.redis.testing.RedisNode;
import io.larder.redis.testing.SentinelFixture;
import io.larder.redis.testing.SentinelOptions;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A primary and its replica that sentinels watch: which is asked, and what a failover costs. */
class RedisSentinelTest {

  private static final List<String> KEYS = IntStream.range(0, 20).mapToObj(i -> "k" + i).toList();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LogLines log = new LogLines();
  private final PrivateSentinel redis = SentinelFixture.start();

  @AfterEach
  void close() {
    redis.close();
    log.close();
  }

  @Test
  void thePrimaryIsAskedAndNobodyElse() {
    try (RedisBackend backend = open("")) {
      CacheStore<String> view = Lab.view(backend, "v");

      assertThat(store(view, "k", "1")).isEqualTo(FillResult.STORED);

      assertThat(look(view, "k")).isEqualTo("1");
      assertThat(redis.commandAtPrimary("EXISTS", "shop:v:k")).isEqualTo(1L);
      assertThat(clients(redis.primary())).isPositive();
      assertThat(clients(redis.replica())).isZero();
      assertThat(backend.health().reachable()).isTrue();
      assertThat(backend.describe())
          .isEqualTo("redis+sentinel://" + redis.hostsAndPorts() + "/mymaster/0 namespace shop");
      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void aFailoverLosesNoRequestAndServesNothingThatWasEnded() {
    // So late that nobody who is as late has waited for anything else.
    SentinelOptions late = SentinelOptions.defaults().withDownAfter(Duration.ofSeconds(8));
    try (PrivateSentinel slow = SentinelFixture.start(late);
        RedisBackend backend = open(slow, "")) {
      CacheStore<String> view = Lab.view(backend, "v");
      Traffic traffic = Traffic.on(view, KEYS);
      try (traffic) {
        await().atMost(PATIENCE).until(() -> traffic.hits() > 100);

        RedisNode promoted = slow.killPrimary();

        long hits = traffic.hits();
        await().atMost(PATIENCE).until(() -> traffic.hits() > hits + 1000);
        assertThat(clients(promoted)).isPositive();
      }
      assertThat(traffic.wrongs()).isEmpty();
      assertThat(traffic.longest()).isLessThan(Duration.ofSeconds(6));
      assertThat(backend.pending().isEmpty()).isTrue();
      assertThat(log.lines()).filteredOn(it -> it.contains("is back")).isNotEmpty();
    }
  }

  @Test
  void aPrimaryThatHandsOverLosesNoRequestEither() {
    try (RedisBackend backend = open("")) {
      Traffic traffic = Traffic.on(Lab.view(backend, "v"), KEYS);
      try (traffic) {
        await().atMost(PATIENCE).until(() -> traffic.hits() > 100);

        RedisNode promoted = redis.failOver();

        await().atMost(PATIENCE).until(() -> clients(promoted) > 0);
        long hits = traffic.hits();
        await().atMost(PATIENCE).until(() -> traffic.hits() > hits + 1000);
      }
      assertThat(traffic.wrongs()).isEmpty();
    }
  }

  @Test
  void aPrimaryThatHangsIsReplacedAndIsNotBelievedWhenItWakes() {
    try (RedisBackend backend = open("")) {
      CacheStore<String> view = Lab.view(backend, "v");
      store(view, "k", "1");
      RedisNode old = redis.primary();
      old.pause();
      assertThat(look(view, "k")).isEqualTo("Unavailable");
      assertThat(view.evict("k")).isEqualTo(Answer.DEFERRED);
      RedisNode promoted = redis.awaitPromotion(old);
      await().atMost(PATIENCE).until(() -> look(view, "k").equals("Miss"));
      assertThat(store(view, "k", "2")).isEqualTo(FillResult.STORED);

      old.resume();

      IntStream.range(0, 200).forEach(i -> assertThat(look(view, "k")).isEqualTo("2"));
      assertThat(promoted.command("EXISTS", "shop:v:k")).isEqualTo(1L);
    }
  }

  @Test
  void noSentinelAtTheStartIsWaitedForByNobody() {
    redis.sentinels().forEach(RedisNode::kill);

    long start = System.nanoTime();
    try (RedisBackend backend = open("")) {
      assertThat(took(start)).isLessThan(Duration.ofSeconds(2));
      CacheStore<String> view = Lab.view(backend, "v");
      assertThat(look(view, "k")).isEqualTo("Unavailable");
      start = System.nanoTime();
      IntStream.range(0, 1000).forEach(i -> assertThat(look(view, "k")).isEqualTo("Unavailable"));
      assertThat(took(start)).isLessThan(Duration.ofSeconds(5));
      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("WARNING No sentinel of Redis at mymaster (sentinels ")
          .contains("connection refused");

      redis.sentinels().get(2).restart(RedisNode.Kept.FILES);

      await().atMost(PATIENCE).until(() -> look(view, "k").equals("Miss"));
      assertThat(log.lines()).hasSize(2);
    }
  }

  @Test
  void sentinelsThatHangCostOneDeadline() {
    redis.sentinels().forEach(RedisNode::pause);
    try (RedisBackend backend = open("?deadline=600ms&timeout=30s&connectTimeout=30s")) {
      CacheStore<String> view = Lab.view(backend, "v");

      long start = System.nanoTime();
      assertThat(look(view, "k")).isEqualTo("Unavailable");
      assertThat(took(start)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(5));
      start = System.nanoTime();
      IntStream.range(0, 1000).forEach(i -> assertThat(look(view, "k")).isEqualTo("Unavailable"));
      assertThat(took(start)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void oneSentinelIsEnough() {
    redis.sentinels().get(0).pause();
    redis.sentinels().get(1).kill();
    try (RedisBackend backend = open("")) {
      CacheStore<String> view = Lab.view(backend, "v");
      assertThat(look(view, "k")).isEqualTo("Miss");
      assertThat(store(view, "k", "1")).isEqualTo(FillResult.STORED);
      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void withoutSentinelsAPrimaryThatIsKnownServesOn() {
    try (RedisBackend backend = open("")) {
      CacheStore<String> view = Lab.view(backend, "v");
      store(view, "k", "1");
      redis.sentinels().forEach(RedisNode::kill);

      IntStream.range(0, 5)
          .forEach(
              i -> {
                redis.servers().get(0).command("CLIENT", "KILL", "TYPE", "normal");
                assertThat(look(view, "k")).isEqualTo("1");
              });
      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void aNameThatTheSentinelsDoNotKnowIsOneSentenceThatNamesTheSetting() {
    try (RedisBackend backend =
        Lab.openHasty("redis+sentinel://" + redis.hostsAndPorts() + "/nobody", "shop")) {
      assertThat(look(Lab.view(backend, "v"), "k")).isEqualTo("Unavailable");
      assertThat(backend.health().detail()).contains("they know no 'nobody'");
      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("WARNING The sentinels of Redis at nobody (sentinels ")
          .contains("they know no 'nobody'", "CACHE_REDIS_SENTINEL_MASTER");
    }
  }

  @Test
  void closingLeavesNoConnectionAndNoThread() {
    RedisBackend backend = open("");
    look(Lab.view(backend, "v"), "k");
    assertThat(clients(redis.primary())).isPositive();

    backend.close();

    await().until(() -> clients(redis.primary()) == 0);
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .map(Thread::getName)
                    .noneMatch(
                        name ->
                            name.startsWith("larder-redis")
                                && name.contains("" + redis.sentinels().get(0).port())));
  }

  private RedisBackend open(String options) {
    return open(redis, options);
  }

  private static RedisBackend open(PrivateSentinel redis, String options) {
    return Lab.openHasty(
        "redis+sentinel://" + redis.hostsAndPorts() + "/" + redis.masterName() + options, "shop");
  }

  private static long clients(RedisNode node) {
    return ((String) node.command("CLIENT", "LIST"))
        .lines()
        .filter(line -> line.contains("name=larder"))
        .count();
  }

  private static Duration took(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
