package io.larder.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.larder.cache.CacheStore;
import io.larder.cache.Larder;
import io.larder.cache.LimitException;
import io.larder.cache.Miss;
import io.larder.cache.StoreStats;
import io.larder.cache.codec.Codecs;
import io.larder.cache.spi.Backend;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.StoreUri;
import io.larder.redis.testing.RedisFixture;
import io.larder.testkit.Faults;
import io.larder.testkit.FaultyBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers do not see of a store on Redis is read from the Larder, whatever is before it. */
class StoreStatsTest {

  private static final int MOST = 1_000;
  private static final String PATIENT = "timeout=5s&connectTimeout=5s&poolWait=5s&deadline=20s";

  private final RedisFixture redis = RedisFixture.shared();
  private final String namespace = RedisFixture.namespace();

  @ParameterizedTest
  @ValueSource(strings = {"", "tiered+"})
  void areReadFromTheLarder(String tiered) {
    String uri = tiered + redis.url(namespace) + "&maxValueBytes=" + MOST + "&" + PATIENT;
    try (Larder larder = Larder.open(uri)) {
      assertCounts(larder);
    }
  }

  @Test
  void areReadFromALarderWhoseBackendFailsOnDemand() {
    try (Larder larder =
        Larder.builder()
            .backend(FaultyBackend.over(this::open, new Faults()))
            .namespace(namespace)
            .maxValueBytes(MOST)
            .build()) {
      assertCounts(larder);
    }
  }

  private Backend open(BackendContext context) {
    return new RedisProvider().open(StoreUri.parse(redis.url() + "?" + PATIENT), context);
  }

  @Test
  void areNoneInMemory() {
    try (Larder larder = Larder.open("memory:")) {
      assertThat(larder.storeStats()).isEqualTo(StoreStats.NONE);
    }
  }

  @Test
  void tellWhatHasHappenedInBetween() {
    StoreStats now = new StoreStats(10, 20, 30, 40);

    assertThat(now.minus(new StoreStats(1, 2, 3, 4))).isEqualTo(new StoreStats(9, 18, 27, 36));
    assertThat(now.minus(StoreStats.NONE)).isEqualTo(now);
  }

  private void assertCounts(Larder larder) {
    assertThat(larder.storeStats()).isEqualTo(StoreStats.NONE);
    CacheStore<String> store = larder.store("v", Codecs.utf8());
    Object unused = redis.command("SET", namespace + ":v:odd", "by hand");

    assertThat(store.find("odd")).isInstanceOf(Miss.class);
    assertThat(larder.storeStats()).isEqualTo(new StoreStats(0, 0, 1, 0));

    assertThatExceptionOfType(LimitException.class)
        .isThrownBy(() -> store.fill(store.claim("big"), "x".repeat(MOST + 1), Lab.MINUTE));
    assertThat(larder.storeStats()).isEqualTo(new StoreStats(0, 0, 1, 1));
  }
}
