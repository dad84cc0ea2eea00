package io.larder.redis;

import static io.larder.redis.Lab.MINUTE;
import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Answer;
import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.ClaimedValue;
import io.larder.cache.FillResult;
import io.larder.cache.Filled;
import io.larder.cache.Lookup;
import io.larder.cache.Unavailable;
import io.larder.redis.testing.ClusterOptions;
import io.larder.redis.testing.RedisNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Parts of a cluster that are down or hang, and no replica takes over: what is served, and its
 * cost.
 */
class RedisClusterOutageTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LogLines log = new LogLines();
  private final ClusterLab lab =
      new ClusterLab(
          ClusterOptions.defaults().withNodeTimeout(Duration.ofMinutes(2)).withoutFullCoverage());
  private final RedisBackend backend = lab.openHasty("");
  private final CacheStore<String> store = ClusterLab.view(backend);
  private final RedisNode other = lab.otherMaster();
  private final String there = lab.keyOn(other);
  private final String here = lab.keyOn(lab.clockMaster());

  @AfterEach
  void close() {
    backend.close();
    lab.close();
    log.close();
  }

  @Test
  void aPartThatHangsCostsOneTimeoutAndTheOthersNothing() {
    try (RedisBackend slow = lab.openHasty("?timeout=3s&connectTimeout=3s&deadline=12s")) {
      CacheStore<String> view = ClusterLab.view(slow);
      store(view, there, "1");
      store(view, here, "2");
      other.pause();

      long start = System.nanoTime();
      assertThat(look(view, there)).isEqualTo("Unavailable");
      assertThat(took(start)).isBetween(Duration.ofMillis(2900), Duration.ofMillis(5500));
      start = System.nanoTime();
      IntStream.range(0, 500)
          .forEach(
              i -> {
                assertThat(look(view, there)).isEqualTo("Unavailable");
                assertThat(look(view, here)).isEqualTo("2");
              });
      assertThat(took(start)).isLessThan(Duration.ofSeconds(15));
      assertThat(view.claim(there).granted()).isFalse();
      assertThat(slow.health().reachable()).isTrue();
      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("WARNING Redis at 127.0.0.1:" + other.port() + " cannot be reached");

      other.resume();

      await().atMost(PATIENCE).until(() -> look(view, there).equals("1"));
      assertThat(look(view, here)).isEqualTo("2");
      assertThat(log.lines()).hasSize(2);
      assertThat(log.lines().get(1)).startsWith("INFO").contains("is back");
    }
  }

  @Test
  void ofABatchWhatLiesElsewhereIsFound() {
    List<String> keys = new ArrayList<>(lab.keysOn(other, 3));
    keys.addAll(lab.keysOn(lab.clockMaster(), 3));
    keys.forEach(key -> store(store, key, key));
    other.pause();
    assertThat(look(store, there)).isEqualTo("Unavailable");

    Map<String, Lookup<String>> found = store.findAll(keys);

    assertThat(found.keySet()).containsExactlyElementsOf(keys);
    assertThat(keys.subList(0, 3))
        .allSatisfy(key -> assertThat(found.get(key)).isInstanceOf(Unavailable.class));
    assertThat(keys.subList(3, 6))
        .allSatisfy(key -> assertThat(found.get(key)).isInstanceOf(CacheEntry.class));
    other.resume();
  }

  @Test
  void ofABatchWhoFindsOutThatAPartIsDownFindsWhatLiesElsewhere() {
    List<String> keys = threeOfEach();
    keys.forEach(key -> store(store, key, key));
    other.kill();

    Map<String, Lookup<String>> found = store.findAll(keys);

    assertThat(keys.subList(0, 3))
        .allSatisfy(key -> assertThat(found.get(key)).isInstanceOf(Unavailable.class));
    assertThat(keys.subList(3, 6))
        .allSatisfy(key -> assertThat(found.get(key)).isInstanceOf(CacheEntry.class));
  }

  private List<String> threeOfEach() {
    List<String> keys = new ArrayList<>(lab.keysOn(other, 3));
    keys.addAll(lab.keysOn(lab.clockMaster(), 3));
    return keys;
  }

  private List<ClaimedValue<String>> values(Map<String, Claim> claims) {
    return claims.values().stream().map(it -> new ClaimedValue<>(it, "new", MINUTE)).toList();
  }

  @Test
  void ofABatchWhatLiesElsewhereIsClaimedAndStored() {
    List<String> keys = threeOfEach();
    Map<String, Claim> before = store.claimAll(keys);
    assertThat(before.values()).allMatch(Claim::granted);
    other.kill();

    assertThat(store.fillAll(values(before)))
        .as("of whoever finds out that it is down")
        .extracting(Filled::result)
        .containsExactly(
            FillResult.UNAVAILABLE,
            FillResult.UNAVAILABLE,
            FillResult.UNAVAILABLE,
            FillResult.STORED,
            FillResult.STORED,
            FillResult.STORED);
    keys.subList(3, 6).forEach(key -> assertThat(look(store, key)).isEqualTo("new"));
    assertThat(store.claimAll(keys).values())
        .extracting(Claim::granted)
        .containsExactly(false, false, false, true, true, true);
  }

  @Test
  void ofABatchWhoFindsOutThatAPartIsDownClaimsWhatLiesElsewhere() {
    List<String> keys = threeOfEach();
    store.findAll(keys);
    other.kill();

    assertThat(store.claimAll(keys).values())
        .extracting(Claim::granted)
        .containsExactly(false, false, false, true, true, true);
  }

  @Test
  void ofABatchWhatLiesElsewhereIsPutAndTheRestEndedLater() {
    List<String> keys = threeOfEach();
    keys.forEach(key -> store(store, key, "old"));
    Map<String, Claim> claims = store.claimAll(keys);
    other.pause();
    assertThat(look(store, there)).isEqualTo("Unavailable");

    assertThat(store.putAll(values(claims))).isEqualTo(Answer.DEFERRED);

    keys.subList(3, 6).forEach(key -> assertThat(look(store, key)).isEqualTo("new"));
    other.resume();
    for (String key : keys.subList(0, 3)) {
      await().atMost(PATIENCE).until(() -> look(store, key).equals("Miss"));
    }
  }

  @Test
  void anEvictWaitsForItsPartAndHoldsUpNobodyElse() {
    List<String> both = List.of(there, here);
    store(store, there, "1");
    store(store, here, "2");
    other.pause();

    assertThat(store.evictAll(both)).isEqualTo(Answer.DEFERRED);
    assertThat(look(store, here)).as("it lies elsewhere, and is ended now").isEqualTo("Miss");
    assertThat(store(store, here, "3")).isEqualTo(FillResult.STORED);
    assertThat(look(store, here)).isEqualTo("3");
    assertThat(store.softPurge(there)).isEqualTo(Answer.DEFERRED);
    assertThat(store.evict(here)).isEqualTo(Answer.APPLIED);
    assertThat(store.put(store.claim(here), "4", MINUTE)).isEqualTo(Answer.APPLIED);
    assertThat(look(store, here)).as("a put is one, while others wait").isEqualTo("4");
    assertThat(backend.pending().isEmpty()).isFalse();

    other.resume();

    await().atMost(PATIENCE).until(() -> look(store, there).equals("Miss"));
    assertThat(backend.pending().isEmpty()).isTrue();
    assertThat(look(store, here)).isEqualTo("4");
  }

  @Test
  void whatWaitsForAPartReachesItWithoutAFurtherCall() {
    store(store, there, "1");
    other.pause();
    assertThat(store.evict(there)).isEqualTo(Answer.DEFERRED);

    other.resume();

    await()
        .atMost(PATIENCE)
        .until(() -> other.command("EXISTS", ClusterLab.entry(there)).equals(0L));
    await().atMost(PATIENCE).until(() -> backend.pending().isEmpty());
  }

  @Test
  void tagsAreEndedWhoeverIsDown() {
    store(store, there, "1", MINUTE.tagged("t"));
    store(store, here, "2", MINUTE.tagged("t"));
    other.pause();
    look(store, there);

    assertThat(store.invalidate(List.of("t"))).isEqualTo(Answer.APPLIED);
    assertThat(look(store, here)).isEqualTo("Miss");

    other.resume();

    await().atMost(PATIENCE).until(() -> look(store, there).equals("Miss"));
  }

  @Test
  void withoutTheClockNothingIsServed() {
    store(store, there, "1", MINUTE.tagged("t"));
    store(store, here, "2");
    RedisNode clock = lab.clockMaster();
    clock.pause();

    assertThat(look(store, there)).isEqualTo("Unavailable");
    long start = System.nanoTime();
    IntStream.range(0, 500).forEach(i -> assertThat(look(store, there)).isEqualTo("Unavailable"));
    assertThat(took(start)).isLessThan(Duration.ofSeconds(5));
    assertThat(store.invalidate(List.of("t"))).isEqualTo(Answer.DEFERRED);
    assertThat(backend.health().reachable()).isFalse();
    assertThat(log.lines()).singleElement().asString().contains("(cluster) cannot be reached");

    clock.resume();

    await().atMost(PATIENCE).until(() -> look(store, here).equals("2"));
    assertThat(look(store, there)).isEqualTo("Miss");
  }

  @Test
  void aPartThatComesBackEmptyEndsWhatIsOlder() {
    store(store, there, "1");
    store(store, here, "2");
    assertThat(look(store, there)).isEqualTo("1");

    other.restart(RedisNode.Kept.PLACE);

    await().atMost(PATIENCE).until(() -> look(store, there).equals("Miss"));
    assertThat(look(store, here)).as("its invalidations may be lost").isEqualTo("Miss");
    assertThat(store(store, here, "3")).isEqualTo(FillResult.STORED);
    assertThat(look(store, here)).isEqualTo("3");
  }

  @Test
  void nobodyWaitsForAClusterThatIsDownAtTheStart() {
    lab.redis.nodes().forEach(RedisNode::pause);
    long start = System.nanoTime();
    try (RedisBackend late = lab.openHasty("?deadline=5s&timeout=30s&connectTimeout=30s")) {
      assertThat(took(start)).isLessThan(Duration.ofSeconds(3));
      CacheStore<String> view = ClusterLab.view(late);
      start = System.nanoTime();
      assertThat(look(view, here)).isEqualTo("Unavailable");
      assertThat(took(start)).isLessThan(Duration.ofSeconds(12));
      start = System.nanoTime();
      IntStream.range(0, 500).forEach(i -> assertThat(look(view, here)).isEqualTo("Unavailable"));
      assertThat(took(start)).isLessThan(Duration.ofSeconds(5));

      lab.redis.nodes().forEach(RedisNode::resume);

      await().atMost(PATIENCE).until(() -> look(view, here).equals("Miss"));
    }
  }

  private static Duration took(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
