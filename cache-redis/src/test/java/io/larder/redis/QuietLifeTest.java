package io.larder.redis;

import static io.larder.redis.Lab.look;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Answer;
import io.larder.cache.CopyStats;
import io.larder.cache.Terms;
import io.larder.redis.testing.PrivateRedis;
import io.larder.redis.testing.RedisFixture;
import io.larder.redis.testing.RedisServerOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Processes with copies to which nothing of their own happens keep what they have; for as many
 * seconds as {@code -Dlarder.quiet=600} says, else for one.
 */
class QuietLifeTest {

  private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("larder.quiet", 1));

  /** A machine that tests is no quiet one. */
  private static final String PATIENT = "?timeout=5s&connectTimeout=5s&poolWait=5s&deadline=15s";

  private static final Terms LONG = Terms.ttl(Duration.ofHours(10)).tagged(List.of("mine"));

  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void noCopyIsDroppedWhileNothingHappensOrWhatConcernsOthers() {
    try (PrivateRedis still = RedisFixture.start(RedisServerOptions.defaults());
        PrivateRedis busy = RedisFixture.start(RedisServerOptions.defaults());
        TieredLab alone = TieredLab.of(1, still.url() + PATIENT);
        TieredLab beside = TieredLab.of(1, busy.url() + PATIENT);
        RedisBackend other = Lab.open(busy.url() + PATIENT, "shop")) {
      alone.copy("k", "v", LONG);
      beside.copy("k", "v", LONG);
      CopyStats aloneThen = alone.stats(0);
      CopyStats besideThen = beside.stats(0);
      AtomicLong ended = new AtomicLong();
      long began = System.nanoTime();

      await()
          .pollInterval(Duration.ofSeconds(1))
          .atMost(LENGTH.plusMinutes(1))
          .until(
              () -> {
                assertThat(other.invalidate(List.of("theirs"))).isEqualTo(Answer.APPLIED);
                ended.incrementAndGet();
                assertThat(look(alone.node(0), "k")).isEqualTo("v");
                assertThat(look(beside.node(0), "k")).isEqualTo("v");
                return System.nanoTime() - began > LENGTH.toNanos();
              });

      assertQuiet(alone, aloneThen, 0);
      assertQuiet(beside, besideThen, ended.get());
    }
  }

  private static void assertQuiet(TieredLab lab, CopyStats then, long announcements) {
    await().until(() -> lab.stats(0).minus(then).announcements() == announcements);
    await().until(() -> lab.isCopied(0, "k"));
    CopyStats since = lab.stats(0).minus(then);
    assertThat(since.gaps()).as("%s", since).isZero();
    assertThat(since.connections()).as("%s", since).isZero();
    assertThat(since.misses()).as("%s", since).isZero();
    assertThat(since.disconnected()).as("%s", since).isZero();
  }
}
