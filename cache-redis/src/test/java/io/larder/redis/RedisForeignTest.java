package io.larder.redis;

import static io.larder.redis.Lab.MINUTE;
import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.FillResult;
import io.larder.redis.testing.RedisFixture;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.SetParams;

/** What others have written: beside our keys, and under them. */
class RedisForeignTest {

  private final RedisFixture redis = RedisFixture.shared();
  private final RedisClient raw = RedisClient.create(redis.url());
  private final String namespace = RedisFixture.namespace();
  private final String key = namespace + ":v:k";
  private final RedisBackend backend = Lab.open(redis.url(), namespace);
  private final CacheStore<String> store = Lab.view(backend, "v");

  @AfterEach
  void close() {
    backend.close();
    raw.close();
  }

  @Test
  void anotherProgramsKeysSurviveEverything() {
    String other = "app-" + namespace;
    raw.set(other, "theirs");
    raw.hset(namespace, "field", "theirs");
    store(store, "k", "1", MINUTE.tagged("t"));

    store.evict("k");
    store.evictAll(List.of("k", "l"));
    store.invalidate(List.of("t"));
    store.clear();
    backend.clear();

    assertThat(raw.get(other)).isEqualTo("theirs");
    assertThat(raw.hget(namespace, "field")).isEqualTo("theirs");
    raw.del(other, namespace);
  }

  @Test
  void aKeyWrittenByHandIsAMissThatIsCountedAndGivesWay() {
    raw.set(key, "by hand");

    assertThat(look(store, "k")).isEqualTo("Miss");

    assertThat(backend.storeStats().unreadable()).isEqualTo(1);
    assertThat(raw.exists(key)).isFalse();
    assertThat(store(store, "k", "1")).isEqualTo(FillResult.STORED);
    assertThat(look(store, "k")).isEqualTo("1");
    assertThat(backend.storeStats().unreadable()).isEqualTo(1);
  }

  @Test
  void aClaimAloneReplacesWhatCannotBeRead() {
    raw.set(key, "by hand");

    assertThat(store(store, "k", "1")).isEqualTo(FillResult.STORED);
    assertThat(look(store, "k")).isEqualTo("1");
  }

  @Test
  void aTruncatedEnvelopeIsAMiss() {
    store(store, "k", "a longer value");
    byte[] whole = raw.get(Lab.bytes(key));
    raw.set(Lab.bytes(key), Arrays.copyOf(whole, whole.length - 1));

    assertThat(look(store, "k")).isEqualTo("Miss");
    assertThat(backend.storeStats().unreadable()).isEqualTo(1);
  }

  @Test
  void anEnvelopeCopiedFromAnotherKeyIsAMiss() {
    store(store, "k", "secret of k");
    raw.copy(key, namespace + ":v:l", true);

    assertThat(look(store, "l")).isEqualTo("Miss");
    assertThat(look(store, "k")).isEqualTo("secret of k");
  }

  @Test
  void aLaterRevisionIsAMissAndNeverReplaced() {
    store(store, "k", "1");
    byte[] future = raw.get(Lab.bytes(key));
    future[4] = 9;
    raw.set(Lab.bytes(key), future, SetParams.setParams().px(60_000));

    assertThat(look(store, "k")).isEqualTo("Miss");
    assertThat(store(store, "k", "2")).isEqualTo(FillResult.UNAVAILABLE);
    assertThat(raw.get(Lab.bytes(key))).isEqualTo(future);
    assertThat(backend.storeStats().unreadable()).isEqualTo(1);
  }

  @Test
  void aKeyOfAnotherTypeIsAMissUntilItIsEvicted() {
    raw.hset(key, "field", "theirs");

    assertThat(look(store, "k")).isEqualTo("Miss");
    assertThat(store(store, "k", "1")).isEqualTo(FillResult.UNAVAILABLE);
    assertThat(raw.hget(key, "field")).isEqualTo("theirs");
    assertThat(store.softPurge("k")).isEqualTo(Answer.APPLIED);
    assertThat(raw.hget(key, "field")).isEqualTo("theirs");

    assertThat(store.evict("k")).isEqualTo(Answer.APPLIED);

    assertThat(store(store, "k", "1")).isEqualTo(FillResult.STORED);
    assertThat(look(store, "k")).isEqualTo("1");
  }

  @Test
  void anEntryWhoseTtlWasTakenAwayIsNotServedForEver() {
    store(store, "k", "1");
    raw.persist(key);

    assertThat(look(store, "k")).isEqualTo("Miss");
    assertThat(backend.storeStats().unreadable()).isEqualTo(1);
  }

  @Test
  void theOthersInABatchAreFoundAllTheSame() {
    store(store, "a", "1");
    store(store, "b", "2", MINUTE.tagged("t"));
    store(store, "c", "3", MINUTE.tagged("u"));
    raw.set(key, "by hand");
    raw.hset(namespace + ":v:h", "f", "x");
    store.invalidate(List.of("t"));

    assertThat(store.findAll(List.of("a", "k", "b", "h", "c", "none")))
        .extractingFromEntries(
            entry -> entry.getKey() + "=" + entry.getValue().getClass().getSimpleName())
        .containsExactly("a=CacheEntry", "k=Miss", "b=Miss", "h=Miss", "c=CacheEntry", "none=Miss");
    raw.del(namespace + ":v:h");
  }
}
