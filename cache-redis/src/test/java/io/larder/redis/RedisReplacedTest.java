package io.larder.redis;

import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.spi.StoreUri;
import io.larder.redis.testing.ChaosProxy;
import io.larder.redis.testing.PrivateRedis;
import io.larder.redis.testing.RedisFixture;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.params.RestoreParams;
import redis.clients.jedis.params.SetParams;

/** Another server at the same address, while connections to the former one still work. */
class RedisReplacedTest {

  private static final byte[] KEY = Lab.bytes("shop:v:k");
  private static final byte[] META = Lab.bytes("{shop}:meta");

  private final PrivateRedis former = RedisFixture.start();
  private final PrivateRedis later = RedisFixture.start();
  private final AtomicInteger port = new AtomicInteger(former.port());
  private ChaosProxy proxy;
  private OneServer nodes;

  @BeforeEach
  void open() {
    proxy = ChaosProxy.to("127.0.0.1", port::get);
    RedisOptions options =
        RedisOptions.of(StoreUri.parse("redis://127.0.0.1:" + proxy.port() + "?timeout=10s"));
    nodes =
        new OneServer(
            options,
            (Place.Server) options.place(),
            new Sockets(options, InetAddress::getAllByName));
  }

  @AfterEach
  void close() {
    nodes.close();
    proxy.close();
    former.close();
    later.close();
  }

  @Test
  void whatComesOverAConnectionToAFormerServerDoesNotCount() {
    AtomicInteger replaced = new AtomicInteger();
    nodes.whenReplaced(replaced::incrementAndGet);
    String first = runId();
    Question<Long> evict = Commands.unlink(KEY);
    Nodes.Exchange underWay = nodes.primaries().get(0).send(List.of(evict));
    assertThat(runId()).isEqualTo(first);
    assertThat(replaced).hasValue(0);

    replace();
    try (underWay) {
      assertThat(replaced).hasValue(1);
      assertThatThrownBy(underWay::read).isInstanceOf(JedisConnectionException.class);
    }

    // Those to the former one are closed, which the proxy sees a moment later.
    await().until(() -> proxy.connections() < 3);
    assertThat(runId()).isNotEqualTo(first).isEqualTo(runId());
    assertThat(replaced).hasValue(1);
  }

  @Test
  void whatAFormerServerHasEndedIsEndedOnTheOneThatIsThere() {
    Replacing replacing = new Replacing();
    try (RedisBackend backend = backend(replacing)) {
      CacheStore<String> view = Lab.view(backend, "v");
      store(view, "k", "1");
      copy();
      replacing.armed = true;

      assertThat(view.evict("k")).isEqualTo(Answer.APPLIED);

      assertThat(replacing.armed).isFalse();
      assertThat(later.command("EXISTS", "shop:v:k")).isEqualTo(0L);
      assertThat(look(view, "k")).isEqualTo("Miss");
      assertThat(store(view, "k", "2").name()).isEqualTo("STORED");
      assertThat(look(view, "k")).isEqualTo("2");
    }
  }

  @Test
  void anInvalidationAloneNoticesThatTheServerIsAnotherOne() {
    // Its connections are not asked to whom they lead, and the clock is where it was: nothing else
    // can notice it.
    try (RedisClient client = RedisClient.create("127.0.0.1", proxy.port());
        RedisBackend backend = Lab.over(client, "shop")) {
      CacheStore<String> view = Lab.view(backend, "v");
      store(view, "k", "1");
      copy();
      assertThat(view.evict("k")).isEqualTo(Answer.APPLIED);
      copyClock();
      port.set(later.port());
      proxy.reset();

      await()
          .untilAsserted(
              () -> {
                assertThat(view.evict("other")).isEqualTo(Answer.APPLIED);
                assertThat(later.command("EXISTS", "shop:v:k"))
                    .as("what was ended of late")
                    .isEqualTo(0L);
              });
    }
  }

  private RedisBackend backend(Nodes servers) {
    RedisConnection connection = new RedisConnection(servers, "here", "here", Deadline.NONE);
    return new RedisBackend(Lab.context("shop"), connection, MetaClock.MOST_TAGS);
  }

  /** Copies what there is to the later server, which does not hear of what is ended after that. */
  private void copy() {
    try (RedisClient from = RedisClient.create(former.url());
        RedisClient to = RedisClient.create(later.url())) {
      to.restore(META, 0, from.dump(META));
      to.set(KEY, from.get(KEY), SetParams.setParams().px(60_000));
    }
  }

  /** Copies the clock as it is by now, but nothing of what it counts. */
  private void copyClock() {
    try (RedisClient from = RedisClient.create(former.url());
        RedisClient to = RedisClient.create(later.url())) {
      to.restore(META, 0, from.dump(META), RestoreParams.restoreParams().replace());
    }
  }

  /** Has a connection made to the later server, while others lead to the former one. */
  private void replace() {
    port.set(later.port());
    Question<String> held = Commands.info("server");
    try (Nodes.Exchange exchange = nodes.primaries().get(0).send(List.of(held))) {
      String other = runId();
      assertThat(later.command("INFO", "server").toString()).contains(other);
      assertThat(exchange).isNotNull();
    }
  }

  private String runId() {
    String info = nodes.ask(Commands.info("server"));
    int at = info.indexOf("run_id:") + "run_id:".length();
    return info.substring(at, at + 40);
  }

  /** Lets another server take the place of the one that has just evicted something. */
  private final class Replacing extends ForwardingNodes {

    volatile boolean armed;

    Replacing() {
      super(nodes);
    }

    @Override
    public void ask(List<? extends Question<?>> questions) {
      super.ask(questions);
      if (armed && questions.get(0).arguments().getCommand() == Command.UNLINK) {
        armed = false;
        replace();
      }
    }
  }
}
