package io.larder.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.redis.BatchWrites.Claiming;
import io.larder.redis.BatchWrites.Writing;
import io.larder.redis.testing.RedisFixture;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/** What several attempts to store a batch tell of it. */
class BatchWritesTest {

  private final RedisClient client = RedisClient.create(RedisFixture.shared().url());
  private final Failing nodes = new Failing(InjectedNodes.of(client));
  private final Layout layout = new Layout(RedisFixture.namespace());
  private final MetaClock clock = new MetaClock(nodes, layout.meta(), MetaClock.MOST_TAGS);
  private final Entries entries = new Entries(nodes, clock, new RedisStats());
  private final BatchWrites writes =
      new BatchWrites(
          nodes, clock, entries, new Writes(nodes, clock, entries, layout, Duration.ofSeconds(60)));

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void whatAnEarlierAttemptHasToldDoesNotOutlastOneThatFails() {
    List<Writing> both = List.of(writing("a"), writing("b"));
    writes.fill(both, BatchWritesTest::unexpected);
    assertThat(both).extracting(it -> it.result).containsOnly(FillResult.STORED);

    nodes.fails = true;
    assertThatExceptionOfType(JedisException.class)
        .isThrownBy(() -> writes.fill(both, BatchWritesTest::unexpected));

    assertThat(both).extracting(it -> it.result).containsOnly(FillResult.UNAVAILABLE);
  }

  @Test
  void oneThatIsDoneAgainTellsTheSame() {
    List<Writing> both = List.of(writing("a"), writing("b"));

    writes.fill(both, BatchWritesTest::unexpected);
    writes.fill(both, BatchWritesTest::unexpected);

    assertThat(both).extracting(it -> it.result).containsOnly(FillResult.STORED);
  }

  private Writing writing(String key) {
    byte[] name = layout.entry("v:", key);
    Claiming claiming = new Claiming(key, name);
    writes.claim(List.of(claiming), BatchWritesTest::unexpected);
    Claim claim = claiming.claim;
    assertThat(claim.granted()).isTrue();
    byte[] envelope =
        Envelope.value(name, Ids.next(), Coding.asOf(claim), Lab.MINUTE, Lab.bytes("v"));
    return new Writing(name, claim, envelope, Lab.MINUTE, false);
  }

  private static void unexpected(JedisException e) {
    throw e;
  }

  /** Servers that are out of reach when told so. */
  private static final class Failing extends ForwardingNodes {

    private boolean fails;

    Failing(Nodes behind) {
      super(behind);
    }

    @Override
    public void ask(List<? extends Question<?>> questions) {
      if (fails) {
        throw new JedisConnectionException("of a test", new SocketTimeoutException());
      }
      super.ask(questions);
    }
  }
}
