package io.larder.redis;

import static io.larder.redis.Lab.MINUTE;
import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Answer;
import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.Miss;
import io.larder.redis.testing.PrivateRedis;
import io.larder.redis.testing.RedisFixture;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.RedisClient;

/** The logical clock on Redis: lost, set back, and bounded. */
class RedisClockTest {

  private static final String META = "{shop}:meta";

  private PrivateRedis redis;
  private RedisBackend here;
  private RedisBackend there;
  private CacheStore<String> store;
  private CacheStore<String> elsewhere;

  @BeforeEach
  void open() {
    redis = RedisFixture.start();
    here = Lab.open(redis.url(), "shop");
    there = Lab.open(redis.url(), "shop");
    store = Lab.view(here, "v");
    elsewhere = Lab.view(there, "v");
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
    redis.close();
  }

  @Test
  void aTagInvalidatedElsewhereIsSeenHere() {
    store(store, "tagged", "1", MINUTE.tagged("t", "u"));
    store(store, "other", "2", MINUTE.tagged("u"));

    assertThat(elsewhere.invalidate(List.of("t"))).isEqualTo(Answer.APPLIED);

    assertThat(look(store, "tagged")).isEqualTo("Miss");
    assertThat(look(store, "other")).isEqualTo("2");
  }

  @Test
  void aSoftPurgedTagEndsFreshnessOnly() {
    store(store, "tagged", "1", MINUTE.tagged("t"));
    store(store, "other", "2", MINUTE.tagged("u"));

    there.softPurge(List.of("t"));

    CacheEntry<String> purged = (CacheEntry<String>) store.find("tagged");
    assertThat(purged.softPurged()).isTrue();
    assertThat(purged.isFresh(System.nanoTime())).isFalse();
    assertThat(((CacheEntry<String>) store.find("other")).softPurged()).isFalse();
  }

  @Test
  void aSoftPurgedKeyKeepsItsTtlAndRefusesALoadInFlight() {
    store(store, "k", "1", MINUTE);
    Claim refresh = store.claim("k");

    assertThat(elsewhere.softPurge("k")).isEqualTo(Answer.APPLIED);

    assertThat(((CacheEntry<String>) store.find("k")).softPurged()).isTrue();
    assertThat((Long) redis.command("PTTL", "shop:v:k")).isBetween(59_000L, 60_000L);
    assertThat(store.fill(refresh, "old", MINUTE)).isEqualTo(FillResult.REFUSED);
    assertThat(store(store, "k", "2")).isEqualTo(FillResult.STORED);
    assertThat(((CacheEntry<String>) store.find("k")).softPurged()).isFalse();
  }

  @Test
  void aSoftPurgeRefusesALoadThatHasOnlyAClaim() {
    Claim claim = store.claim("k");

    elsewhere.softPurge("k");

    assertThat(store.fill(claim, "old", MINUTE)).isEqualTo(FillResult.REFUSED);
  }

  @Test
  void withTheClockLostEverythingOlderIsRefused() {
    store(store, "old", "1");
    redis.command("DEL", META);

    assertThat(look(store, "old")).isEqualTo("Miss");

    assertThat(store(store, "new", "2")).isEqualTo(FillResult.STORED);
    assertThat(look(store, "new")).isEqualTo("2");
    assertThat(look(elsewhere, "old")).isEqualTo("Miss");
  }

  @Test
  void aClockThatIsLostComesBackAboveAllThatWasSeen() {
    long seen = ((Miss<String>) store.find("nothing")).stamp() + 1_000_000_000_000L;
    redis.command("ZADD", META, String.valueOf(seen), "clock");
    assertThat(((Miss<String>) store.find("nothing")).stamp()).isEqualTo(seen);
    redis.command("DEL", META);

    assertThat(((Miss<String>) store.find("nothing")).stamp()).isGreaterThan(seen);
  }

  @Test
  void anInvalidationThatMeetsALostClockLeavesNothingOldBehind() {
    store(store, "old", "1", MINUTE.tagged("t"));
    store(store, "untagged", "1");
    redis.command("DEL", META);

    assertThat(elsewhere.invalidate(List.of("t"))).isEqualTo(Answer.APPLIED);

    assertThat(look(store, "old")).isEqualTo("Miss");
    assertThat(look(store, "untagged")).isEqualTo("Miss");
  }

  @Test
  void aFlushCostsMissesOnly() {
    store(store, "old", "1");
    redis.flushAll();

    assertThat(look(store, "old")).isEqualTo("Miss");
    assertThat(store(store, "old", "2")).isEqualTo(FillResult.STORED);
    assertThat(look(store, "old")).isEqualTo("2");
  }

  @Test
  void aMetaKeyOfAnotherTypeIsReplaced() {
    redis.command("SET", META, "by hand");

    assertThat(look(store, "k")).isEqualTo("Miss");
    assertThat(store(store, "k", "1")).isEqualTo(FillResult.STORED);
    assertThat(look(store, "k")).isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource({
    "clock, inf",
    "clock, -inf",
    "clock, 1e18",
    "clock, 9007199254740992",
    "clock, -5",
    "floor, inf",
    "floor, -inf",
    "floor, 1e18",
    "last, inf",
    "last, -inf",
    "last, 1e18"
  })
  void aClockThatNoClockCanShowIsReplaced(String mark, String score) {
    store(store, "old", "1");
    redis.command("ZADD", META, score, mark);

    assertThat(look(store, "old")).isEqualTo("Miss");
    assertThat(store(store, "new", "2", MINUTE.tagged("t"))).isEqualTo(FillResult.STORED);
    assertThat(look(elsewhere, "new")).isEqualTo("2");
    assertThat(elsewhere.invalidate(List.of("t"))).isEqualTo(Answer.APPLIED);
    assertThat(look(store, "new")).isEqualTo("Miss");
  }

  @ParameterizedTest
  @CsvSource({"clock, inf", "floor, -inf", "last, 1e18"})
  void norDoesOneLastThatAnInvalidationMeetsFirst(String mark, String score) {
    store(store, "old", "1");
    redis.command("ZADD", META, score, mark);

    assertThat(store.invalidate(List.of("t"))).isEqualTo(Answer.APPLIED);

    assertThat(look(store, "old")).isEqualTo("Miss");
    assertThat(store(store, "new", "2")).isEqualTo(FillResult.STORED);
    assertThat(look(elsewhere, "new")).isEqualTo("2");
  }

  @Test
  void aClockSetBackIsNoticedAndNothingFromBeforeIsServed() {
    store(store, "k", "1");
    assertThat(look(store, "k")).isEqualTo("1");
    String before = (String) redis.command("ZSCORE", META, "clock");
    elsewhere.evict("x");
    elsewhere.evict("y");
    assertThat(look(store, "k")).isEqualTo("1");

    redis.command("ZADD", META, before, "clock");

    assertThat(look(store, "k")).isEqualTo("Miss");
    assertThat(store(store, "k", "2")).isEqualTo(FillResult.STORED);
    assertThat(look(store, "k")).isEqualTo("2");
  }

  @Test
  void anEntryFromFurtherOnThanTheClockShowsThatItWentBack() {
    elsewhere.evict("x");
    store(elsewhere, "k", "1");
    long clock = Long.parseLong((String) redis.command("ZSCORE", META, "clock"));
    for (String mark : List.of("clock", "floor", "last")) {
      redis.command("ZADD", META, String.valueOf(clock - 10), mark);
    }

    // This node has seen nothing of the clock yet: only the entry can tell.
    assertThat(look(store, "k")).isEqualTo("Miss");

    assertThat(Long.parseLong((String) redis.command("ZSCORE", META, "floor")))
        .isGreaterThan(clock);
  }

  @Test
  void whatThisNodeInvalidatedOfLateIsReplayedWhenTheClockWentBack() {
    store(store, "k", "1");
    byte[] key = Lab.bytes("shop:v:k");
    byte[] envelope;
    try (RedisClient raw = RedisClient.create(redis.url())) {
      envelope = raw.get(key);
      String clock = (String) redis.command("ZSCORE", META, "clock");
      store.evict("k");
      raw.set(key, envelope);
      redis.command("ZADD", META, clock, "clock");

      assertThat(look(store, "x")).isEqualTo("Miss");

      assertThat(raw.exists(key)).isFalse();
    }
  }

  @Test
  void whatThisNodeInvalidatedOfLateIsReplayedBeforeTheNextReadWhenItFoundTheClockLost() {
    store(store, "k", "1");
    byte[] key = Lab.bytes("shop:v:k");
    try (RedisClient raw = RedisClient.create(redis.url())) {
      byte[] envelope = raw.get(key);
      store.evict("k");
      raw.set(key, envelope);
      redis.command("DEL", META);
      assertThat(store.invalidate(List.of("t"))).isEqualTo(Answer.APPLIED);

      assertThat(look(store, "x")).isEqualTo("Miss");

      assertThat(raw.exists(key)).isFalse();
      assertThat(here.pending().isEmpty()).isTrue();
    }
  }

  @Test
  void overTheLimitTheLowestTagsGoAndTheFloorRises() {
    RedisClient client = RedisClient.create(redis.url());
    RedisBackend small =
        new RedisBackend(Lab.context("small"), RedisConnection.injected(client), 200);
    CacheStore<String> few = Lab.view(small, "v");
    store(few, "first", "1", MINUTE.tagged("tag0"));
    few.clear();
    store(few, "old", "1", MINUTE.tagged("other"));
    IntStream.range(0, 150).forEach(i -> few.invalidate(List.of("tag" + i)));
    store(few, "young", "2", MINUTE.tagged("another"));
    assertThat(look(few, "old")).isEqualTo("1");

    IntStream.range(150, 250).forEach(i -> few.invalidate(List.of("tag" + i)));

    assertThat((Long) redis.command("ZCARD", "{small}:meta")).isLessThanOrEqualTo(200);
    assertThat(look(few, "old")).as("its tag's mark may have been dropped").isEqualTo("Miss");
    assertThat(look(few, "young")).isEqualTo("2");
    assertThat(look(few, "first")).isEqualTo("Miss");
    assertThat(redis.command("ZSCORE", "{small}:meta", "c:v")).isNotNull();
    assertThat(redis.command("ZSCORE", "{small}:meta", "t:tag249")).isNotNull();
    assertThat(redis.command("ZSCORE", "{small}:meta", "t:tag0")).isNull();
    client.close();
  }

  @Test
  void aMillionTagsLeaveTheMetaKeySmall() {
    store(store, "old", "1", MINUTE.tagged("kept"));
    try (RedisBackend patient = Lab.open(redis.url() + "?timeout=20s&deadline=30s", "shop")) {
      for (int i = 0; i < 1_000; i++) {
        int from = 1_000 * i;
        List<String> tags = IntStream.range(from, from + 1_000).mapToObj(n -> "tag" + n).toList();
        assertThat(patient.invalidate(tags)).isEqualTo(Answer.APPLIED);
      }
    }

    assertThat((Long) redis.command("ZCARD", META)).isLessThanOrEqualTo(MetaClock.MOST_TAGS);
    assertThat((Long) redis.command("MEMORY", "USAGE", META)).isLessThan(20L << 20);
    assertThat(look(store, "old")).as("it is older than a mark that was dropped").isEqualTo("Miss");
    store(store, "new", "2", MINUTE.tagged("tag0"));
    assertThat(look(store, "new")).isEqualTo("2");
    elsewhere.invalidate(List.of("tag0"));
    assertThat(look(store, "new")).isEqualTo("Miss");
  }

  @Test
  void anInvalidationIsOneStepWhateverLiesThere() {
    store(store, "a", "1", MINUTE.tagged("t"));
    store(store, "b", "1", MINUTE.tagged("u"));
    long commands = commands();

    store.invalidate(List.of("t"));

    assertThat(commands() - commands).isLessThan(12);
    assertThat(look(store, "a")).isEqualTo("Miss");
    assertThat(look(store, "b")).isEqualTo("1");
  }

  private long commands() {
    String info = (String) redis.command("INFO", "stats");
    return info.lines()
        .filter(line -> line.startsWith("total_commands_processed:"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
        .sum();
  }
}
