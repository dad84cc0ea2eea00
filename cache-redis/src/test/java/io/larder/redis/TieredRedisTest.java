package io.larder.redis;

import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.ClaimedValue;
import io.larder.cache.FillResult;
import io.larder.cache.Filled;
import io.larder.cache.Terms;
import io.larder.cache.spi.Backend;
import io.larder.cache.spi.StoreUri;
import io.larder.cache.spi.View;
import io.larder.redis.testing.PrivateRedis;
import io.larder.redis.testing.RedisFixture;
import io.larder.redis.testing.RedisServerOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two nodes with copies in memory over one server, and what may happen to it and to their way. */
class TieredRedisTest {

  /** So long that a busy machine has heartbeats come in time. */
  private static final Duration BOUND = Duration.ofSeconds(5);

  private static final String OPTIONS = "?timeout=10s&connectTimeout=10s&stalenessBound=5s";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Terms HOUR = Terms.ttl(Duration.ofHours(1));
  private static final Pattern GETS = Pattern.compile("cmdstat_get:calls=(\\d+)");

  private final LogLines log = new LogLines();
  private PrivateRedis redis;
  private Backend near;
  private Backend far;
  private CacheStore<String> quotes;
  private CacheStore<String> theirs;

  @BeforeEach
  void open() {
    open(RedisServerOptions.defaults());
  }

  private void open(RedisServerOptions options) {
    redis = RedisFixture.start(options);
    near = tiered(redis.url() + OPTIONS);
    far = tiered(redis.url() + OPTIONS);
    quotes = view(near, "quotes");
    theirs = view(far, "quotes");
    assertThat(store(theirs, "k", "v", HOUR)).isEqualTo(FillResult.STORED);
  }

  @AfterEach
  void close() {
    near.close();
    far.close();
    redis.close();
    log.close();
  }

  private static Backend tiered(String url) {
    return new RedisProvider().open(StoreUri.parse("tiered+" + url), Lab.context("shop"));
  }

  private static CacheStore<String> view(Backend backend, String name) {
    return backend.open(new View<>(name, name + ":", new Lab.Text()));
  }

  /** How many values the server has been asked for. */
  private long gets() {
    Matcher calls = GETS.matcher(String.valueOf(redis.command("INFO", "commandstats")));
    return calls.find() ? Long.parseLong(calls.group(1)) : 0;
  }

  private boolean isCopied(String key) {
    look(quotes, key);
    long before = near.copyStats().hits();
    look(quotes, key);
    return near.copyStats().hits() > before;
  }

  private void awaitCopy(String key) {
    await().atMost(PATIENCE).until(() -> isCopied(key));
  }

  private void awaitLook(String key, String answer) {
    awaitLook(quotes, key, answer);
  }

  /** Waits for an answer other than now, which nobody gets who asks after the bound. */
  private static void awaitLook(CacheStore<String> store, String key, String answer) {
    long over = System.nanoTime() + BOUND.toNanos();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              boolean inTime = System.nanoTime() - over < 0;
              String found = look(store, key);
              assertThat(found.equals(answer) || inTime).as("%s after the bound", found).isTrue();
              return found.equals(answer);
            });
  }

  @Test
  void whatWasLookedUpIsServedFromMemory() {
    awaitCopy("k");
    long before = gets();
    IntStream.range(0, 100).forEach(i -> assertThat(look(quotes, "k")).isEqualTo("v"));
    assertThat(gets()).isEqualTo(before);
  }

  @Test
  void copiesCountWhileAllPlacesOfCallersAreTaken() {
    String patient = redis.url() + "?timeout=10s&connectTimeout=10s";
    try (Backend others = tiered(patient);
        Backend few = tiered(patient + "&maxCallers=2")) {
      Lab.store(view(others, "quotes"), "k", "v", HOUR);
      CacheStore<String> ours = view(few, "quotes");
      await()
          .until(
              () -> {
                long before = few.copyStats().hits();
                look(ours, "k");
                return few.copyStats().hits() > before;
              });
      try (Halting callers = Halting.in(few, others, 2)) {
        await().until(callers::areInside);
        assertThat(look(ours, "other")).as("there is no place").isEqualTo("Unavailable");
        await().pollDelay(Duration.ofSeconds(4)).until(() -> true); // twice the default bound

        await().until(() -> look(ours, "k").equals("v"));
      }
    }
  }

  @Test
  void whatABatchHasStoredIsServedFromMemoryAtOnce() {
    awaitCopy("k"); // copies are current
    List<ClaimedValue<String>> values =
        quotes.claimAll(List.of("a", "b")).values().stream()
            .map(claim -> new ClaimedValue<>(claim, claim.key(), HOUR))
            .toList();
    assertThat(quotes.fillAll(values)).allMatch(each -> each.result() == FillResult.STORED);
    long before = gets();
    assertThat(look(quotes, "a")).isEqualTo("a");
    assertThat(look(quotes, "b")).isEqualTo("b");
    assertThat(gets()).isEqualTo(before);
  }

  @Test
  void whatIsEvictedBetweenTheClaimsAndTheFillsOfABatchLeavesNoCopy() {
    awaitCopy("k");
    Map<String, Claim> claims = quotes.claimAll(List.of("a", "b"));
    assertThat(quotes.evict("a")).isEqualTo(Answer.APPLIED);
    assertThat(
            quotes.fillAll(
                claims.values().stream().map(it -> new ClaimedValue<>(it, "old", HOUR)).toList()))
        .extracting(Filled::result)
        .containsExactly(FillResult.REFUSED, FillResult.STORED);
    awaitLook("a", "Miss");
    awaitLook("b", "old");
  }

  @Test
  void whatAnotherNodeEvictsIsNotServedForLong() {
    awaitCopy("k");
    assertThat(theirs.evict("k")).isEqualTo(Answer.APPLIED);
    awaitLook("k", "Miss");
  }

  @Test
  void whatAnotherNodePutsIsServedSoon() {
    awaitCopy("k");
    assertThat(theirs.put(theirs.claim("k"), "new", HOUR)).isEqualTo(Answer.APPLIED);
    awaitLook("k", "new");
  }

  @Test
  void aTagEndsTheCopiesThatCarryItAndNoOthers() {
    store(theirs, "red", "r", HOUR.tagged("colour:red"));
    awaitCopy("red");
    awaitCopy("k");
    assertThat(far.invalidate(List.of("colour:red"))).isEqualTo(Answer.APPLIED);
    awaitLook("red", "Miss");
    assertThat(isCopied("k")).isTrue();
  }

  @Test
  void aClearEndsTheCopiesOfItsView() {
    CacheStore<String> others = view(near, "others");
    store(others, "o", "other", HOUR);
    awaitCopy("k");
    look(others, "o");
    theirs.clear();
    awaitLook("k", "Miss");
    long before = gets();
    assertThat(look(others, "o")).isEqualTo("other");
    assertThat(gets()).isEqualTo(before);
    far.clear();
    awaitLook(others, "o", "Miss");
  }

  @Test
  void whatANodeEndsItselfIsGoneFromItsCopiesAtOnce() {
    for (int round = 0; round < 50; round++) {
      store(quotes, "own", "v", HOUR.tagged("mine"));
      look(quotes, "own");
      look(quotes, "own");
      if (round % 2 == 0) {
        quotes.evict("own");
      } else {
        near.invalidate(List.of("mine"));
      }
      assertThat(look(quotes, "own")).isEqualTo("Miss");
    }
  }

  @Test
  void keysThatNeedEncodingReachTheOtherNodes() {
    String key = "a {b} %7B \u20ac\n";
    store(theirs, key, "odd", HOUR);
    awaitCopy(key);
    theirs.evictAll(List.of("another", key));
    awaitLook(key, "Miss");
  }

  @Test
  void copiesAreServedForTheBoundWhileTheServerHangsAndNotLonger() {
    near.close();
    near = tiered(redis.url() + "?timeout=1s&connectTimeout=1s&stalenessBound=5s");
    quotes = view(near, "quotes");
    awaitCopy("k");
    redis.pause();
    try {
      assertThat(look(quotes, "k")).isEqualTo("v");
      awaitLook("k", "Unavailable");
    } finally {
      redis.resume();
    }
    awaitCopy("k");
  }

  @Test
  void copiesAreServedAgainAfterARestart() {
    awaitCopy("k");
    redis.restart();
    await().atMost(PATIENCE).until(() -> look(quotes, "k").equals("Miss"));
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              if (!look(quotes, "k").equals("again")) {
                store(quotes, "k", "again", HOUR); // each node that notices the restart ends all
              }
              return isCopied("k") && look(quotes, "k").equals("again");
            });
  }

  @Test
  void whatIsEndedWhileTheConnectionIsCutIsNotServed() {
    for (int round = 0; round < 10; round++) {
      store(theirs, "cut", "v", HOUR);
      awaitCopy("cut");
      redis.command("CLIENT", "KILL", "TYPE", "pubsub");
      theirs.evict("cut");
      awaitLook("cut", "Miss");
    }
  }

  @Test
  void aFlushEndsEveryCopy() {
    awaitCopy("k");
    redis.flushAll();
    awaitLook("k", "Miss");
  }

  @Test
  void aLostAnnouncementIsNoticed() {
    store(theirs, "l", "w", HOUR);
    awaitCopy("k");
    awaitCopy("l");
    // As a node of another version might: the clock has moved, and nobody was told.
    redis.command("ZINCRBY", "{shop}:meta", "1", "clock");
    theirs.evict("k");
    awaitLook("k", "Miss");
    awaitCopy("l");
  }

  @Test
  void fillsAreNotAnnounced() {
    awaitCopy("k");
    Object before = redis.command("ZSCORE", "{shop}:meta", "clock");
    IntStream.range(0, 100).forEach(i -> store(theirs, "fill" + i, "v", HOUR));
    assertThat(redis.command("ZSCORE", "{shop}:meta", "clock")).isEqualTo(before);
    assertThat(isCopied("k")).isTrue();
  }

  @Test
  void twoThreadsListenUntilTheEnd() {
    awaitCopy("k");
    near.close();
    far.close();
    await().untilAsserted(() -> assertThat(busThreads()).isEmpty());
  }

  private static List<String> busThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("larder-redis-bus") || name.contains("heartbeat"))
        .toList();
  }

  @Test
  void whoMayNotPublishEndsCopiesWithinTheBound() {
    close();
    open(RedisServerOptions.defaults().withUser("quiet", "pw", "~*", "+@all", "-publish"));
    Backend quiet =
        new RedisProvider()
            .open(
                StoreUri.parse("tiered+" + redis.url("quiet", "pw") + OPTIONS),
                Lab.context("shop"));
    try {
      awaitCopy("k");
      assertThat(view(quiet, "quotes").evict("k")).isEqualTo(Answer.APPLIED);
      awaitLook("k", "Miss");
    } finally {
      quiet.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "stalenessBound=99ms, 'stalenessBound=99ms: it must be from 100ms to 1m'",
    "stalenessBound=2m, it must be from 100ms to 1m",
    "stalenessBound=x, stalenessBound 'x'",
    "maxBytes=x, maxBytes 'x' is no size"
  })
  void wrongOptionsAreRefusedInASentence(String option, String sentence) {
    assertThatThrownBy(() -> tiered("redis://localhost?" + option))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(sentence);
  }
}
