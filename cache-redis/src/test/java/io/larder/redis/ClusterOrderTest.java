package io.larder.redis;

import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.redis.testing.RedisFixture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.RestoreParams;

/** What is done in which order where the clock and an entry may lie on different servers. */
class ClusterOrderTest {

  private final RedisFixture redis = RedisFixture.shared();
  private final String namespace = RedisFixture.namespace();
  private final RedisClient client = RedisClient.create(redis.url());
  private final Apart apart = new Apart(client);
  private final RedisBackend backend =
      new RedisBackend(
          Lab.context(namespace),
          new RedisConnection(apart, "here", "here", Deadline.NONE),
          MetaClock.MOST_TAGS);
  private final CacheStore<String> store = Lab.view(backend, "v");
  private final RedisBackend otherNode = Lab.open(redis.url(), namespace);
  private final CacheStore<String> elsewhere = Lab.view(otherNode, "v");

  @AfterEach
  void close() {
    backend.close();
    otherNode.close();
    client.close();
  }

  @Test
  void aClockThatWasToldBeforeTheEntryWasMadeIsNoClockThatWentBack() {
    store(store, "k", "1");
    store(store, "other", "1");
    apart.afterTheClock =
        () -> {
          elsewhere.evict("k");
          store(elsewhere, "k", "2");
        };

    assertThat(look(store, "k")).isEqualTo("2");

    assertThat(look(store, "other")).as("nothing else was ended").isEqualTo("1");
  }

  @Test
  void aClockThatIsBehindWhenItIsReadAgainWentBack() {
    store(store, "k", "1");
    store(store, "other", "1");
    apart.afterTheClock =
        () -> {
          Runnable before = keptClock();
          elsewhere.invalidate(List.of("t"));
          store(elsewhere, "k", "2");
          before.run();
        };

    assertThat(look(store, "k")).isEqualTo("Miss");
    assertThat(look(store, "other")).isEqualTo("Miss");
  }

  @Test
  void anEntryIsRemovedBeforeTheClockMoves() {
    store(store, "k", "1");
    apart.asked.clear();

    assertThat(store.evictAll(List.of("k", "l"))).isEqualTo(Answer.APPLIED);

    assertThat(apart.asked.get(0)).containsOnly(Command.UNLINK);
    assertThat(apart.asked.get(1)).containsOnly(Command.EVALSHA);
  }

  private Runnable keptClock() {
    String meta = "{" + namespace + "}:meta";
    byte[] kept = client.dump(meta);
    return () -> client.restore(meta, 0, kept, RestoreParams.restoreParams().replace());
  }

  /** One server that answers as two would: about the clock first, and then about the rest. */
  private static final class Apart extends ForwardingNodes {

    final List<List<Object>> asked = new ArrayList<>();
    Runnable afterTheClock;

    Apart(RedisClient client) {
      super(InjectedNodes.of(client));
    }

    @Override
    public boolean isCluster() {
      return true;
    }

    @Override
    public void ask(List<? extends Question<?>> questions) {
      asked.add(questions.stream().map(it -> (Object) it.arguments().getCommand()).toList());
      List<Question<?>> clock = new ArrayList<>();
      List<Question<?>> rest = new ArrayList<>();
      questions.forEach(
          it -> (it.arguments().getCommand() == Command.ZMSCORE ? clock : rest).add(it));
      if (!clock.isEmpty()) {
        super.ask(clock);
      }
      Runnable then = afterTheClock;
      if (then != null) {
        afterTheClock = null;
        then.run();
      }
      if (!rest.isEmpty()) {
        super.ask(rest);
      }
    }
  }
}
