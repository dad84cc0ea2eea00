package io.larder.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Answer;
import io.larder.cache.Cache;
import io.larder.cache.Larder;
import io.larder.redis.testing.ClusterFixture;
import io.larder.redis.testing.ClusterOptions;
import io.larder.redis.testing.PrivateCluster;
import io.larder.redis.testing.PrivateRedis;
import io.larder.redis.testing.RedisFixture;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * What a batch costs: the servers count how often they have read from somebody, which is once for
 * each round trip and 16 KB.
 */
class RedisBatchTest {

  private static final int KEYS = 100;

  /** Key by key it would be one at least for each key. */
  private static final int FEW = KEYS / 2;

  private static final Pattern READS = Pattern.compile("total_reads_processed:(\\d+)");
  private static final String PATIENT = "?namespace=shop&timeout=10s&connectTimeout=10s";

  private static final List<String> KEYS_OF_ALL =
      IntStream.range(0, KEYS).mapToObj(i -> "k" + i).toList();

  private static Map<String, String> upper(Set<String> keys) {
    Map<String, String> values = new LinkedHashMap<>();
    keys.forEach(key -> values.put(key, "v" + key));
    return values;
  }

  private static long reads(Object info) {
    Matcher matcher = READS.matcher(String.valueOf(info));
    assertThat(matcher.find()).as("the server counts what it reads").isTrue();
    return Long.parseLong(matcher.group(1));
  }

  /** What every topology does. */
  abstract static class OfAnyTopology {

    private Larder larder;
    private Cache<String> texts;

    abstract String url();

    /** How often the servers have read so far. */
    abstract long reads();

    abstract void forgetScripts();

    void open() {
      larder = Larder.open(url() + PATIENT);
      texts = larder.cacheBuilder("texts", String.class).ttl(Duration.ofMinutes(1)).build();
      texts.put("warm", "v"); // connections and scripts are there
      texts.getAll(List.of("warm", "w"), RedisBatchTest::upper);
      texts.evict("w");
    }

    @AfterEach
    void closeLarder() {
      larder.close();
    }

    private <T> T inFewReads(Supplier<T> work) {
      long before = reads();
      T done = work.get();
      assertThat(reads() - before).isLessThan(FEW);
      return done;
    }

    @Test
    void whatIsMissingIsClaimedAndStoredInAFewRoundTrips() {
      Map<String, String> values =
          inFewReads(() -> texts.getAll(KEYS_OF_ALL, RedisBatchTest::upper));
      assertThat(values).hasSize(KEYS).containsEntry("k7", "vk7");
      assertThat(texts.stats().stored()).isEqualTo(KEYS + 1);
      assertThat(
              inFewReads(
                  () ->
                      texts.getAll(
                          KEYS_OF_ALL,
                          keys -> {
                            throw new AssertionError("loaded again: " + keys);
                          })))
          .isEqualTo(values);
    }

    @Test
    void whatHasNoValueIsGivenUpInAFewRoundTrips() {
      assertThat(inFewReads(() -> texts.<RuntimeException>getAll(KEYS_OF_ALL, keys -> Map.of())))
          .isEmpty();
      assertThat(texts.stats().refusals()).containsEntry("left-out", (long) KEYS);
    }

    @Test
    void whatIsPutIsSoInAFewRoundTrips() {
      Map<String, String> values = upper(Set.copyOf(KEYS_OF_ALL));
      assertThat(inFewReads(() -> texts.putAll(values))).isEqualTo(Answer.APPLIED);
      assertThat(texts.find("k99").fresh()).contains("vk99");
    }

    @Test
    void whatIsEvictedIsSoInAFewRoundTrips() {
      texts.putAll(upper(Set.copyOf(KEYS_OF_ALL)));
      assertThat(inFewReads(() -> texts.evictAll(KEYS_OF_ALL))).isEqualTo(Answer.APPLIED);
      assertThat(texts.find("k99").fresh()).isEmpty();
    }

    @Test
    void aServerThatHasLostTheScriptsIsToldThemOnce() {
      forgetScripts();
      inFewReads(() -> texts.getAll(KEYS_OF_ALL, RedisBatchTest::upper));
      assertThat(texts.stats().stored()).isEqualTo(KEYS + 1);
      forgetScripts();
      inFewReads(() -> texts.putAll(upper(Set.copyOf(KEYS_OF_ALL))));
      assertThat(texts.findAll(KEYS_OF_ALL).values()).allMatch(it -> it.fresh().isPresent());
    }
  }

  @Nested
  class OfOneServer extends OfAnyTopology {

    private PrivateRedis redis;

    @BeforeEach
    void start() {
      redis = RedisFixture.start();
      open();
    }

    @AfterEach
    void stop() {
      redis.close();
    }

    @Override
    String url() {
      return redis.url();
    }

    @Override
    long reads() {
      return RedisBatchTest.reads(redis.command("INFO", "stats"));
    }

    @Override
    void forgetScripts() {
      redis.command("SCRIPT", "FLUSH");
    }
  }

  @Nested
  class OfACluster extends OfAnyTopology {

    private PrivateCluster redis;

    @BeforeEach
    void start() {
      redis = ClusterFixture.start(ClusterOptions.defaults());
      open();
    }

    @AfterEach
    void stop() {
      redis.close();
    }

    @Override
    String url() {
      return "redis+cluster://" + redis.hostsAndPorts();
    }

    @Override
    long reads() {
      return redis.masters().stream()
          .mapToLong(it -> RedisBatchTest.reads(it.command("INFO", "stats")))
          .sum();
    }

    @Override
    void forgetScripts() {
      redis.masters().forEach(it -> it.command("SCRIPT", "FLUSH"));
    }
  }
}
