package io.larder.redis;

import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.cache.CacheStore;
import io.larder.cache.CopyStats;
import io.larder.cache.spi.Backend;
import io.larder.cache.spi.StoreUri;
import io.larder.cache.spi.View;
import io.larder.redis.testing.PrivateRedis;
import io.larder.redis.testing.RedisFixture;
import io.larder.redis.testing.RedisServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whom the bus listens to, and when it believes what it hears. */
class RedisBusTest {

  private static final NearOptions OPTIONS = new NearOptions(1 << 20, Duration.ofMillis(200));

  /** Asks one server, and listens to another. */
  private static final class Split extends ForwardingNodes {

    private final Nodes heard;
    private final AtomicInteger ears = new AtomicInteger();

    Split(Nodes asked, Nodes heard) {
      super(asked);
      this.heard = heard;
    }

    @Override
    public Ear ear(byte[] key) {
      ears.incrementAndGet();
      return heard.ear(key);
    }

    int ears() {
      return ears.get();
    }

    @Override
    public void close() {
      super.close();
      heard.close();
    }
  }

  private static Nodes nodes(String url) {
    RedisOptions options = RedisOptions.of(StoreUri.parse(url + "?timeout=10s&connectTimeout=10s"));
    Sockets sockets = new Sockets(options, InetAddress::getAllByName);
    return new OneServer(options, (Place.Server) options.place(), sockets);
  }

  private static Backend open(Nodes nodes) {
    RedisConnection connection =
        new RedisConnection(nodes, "here", "here", Deadline.of(Duration.ofSeconds(20)));
    return OPTIONS.over(
        new RedisBackend(Lab.context("shop"), connection, MetaClock.MOST_TAGS),
        Lab.context("shop"));
  }

  private static CacheStore<String> view(Backend backend) {
    return backend.open(new View<>("v", "v:", new Lab.Text()));
  }

  @Test
  void whatAnotherServerSaysIsNotBelieved() {
    try (PrivateRedis asked = RedisFixture.start(RedisServerOptions.defaults());
        PrivateRedis heard = RedisFixture.start(RedisServerOptions.defaults())) {
      Split split = new Split(nodes(asked.url()), nodes(heard.url()));
      try (Backend backend = open(split)) {
        CacheStore<String> view = view(backend);
        store(view, "k", "v");

        await().until(() -> split.ears() > 3);

        assertThat(look(view, "k")).isEqualTo("v");
        assertThat(backend.copyStats().connections()).isZero();
        assertThat(backend.copyStats().hits()).isZero();
      }
    }
  }

  @Test
  void whatTheSameServerSaysIs() {
    try (PrivateRedis redis = RedisFixture.start(RedisServerOptions.defaults())) {
      Split split = new Split(nodes(redis.url()), nodes(redis.url()));
      try (Backend backend = open(split)) {
        CacheStore<String> view = view(backend);
        store(view, "k", "v");

        await().until(() -> look(view, "k").equals("v") && backend.copyStats().hits() > 0);

        assertThat(split.ears()).isEqualTo(1);
        assertThat(backend.copyStats().connections()).isEqualTo(1);
      }
    }
  }

  @Test
  void aServerThatDoesNotLetItListenIsTriedAgain() throws IOException {
    String introduction = "run_id:a\r\nmaster_replid:b\r\nredis_version:7.0.0\r\nrole:master\r\n";
    Map<String, String> replies =
        Map.of("INFO", ScriptedServer.bulk(introduction), "SUBSCRIBE", "*3\r\n$9\r\nsubscribe");
    try (PrivateRedis redis = RedisFixture.start(RedisServerOptions.defaults());
        ScriptedServer silent = new ScriptedServer(replies)) {
      Split split = new Split(nodes(redis.url()), nodes("redis://127.0.0.1:" + silent.port()));
      long began;
      try (Backend backend = open(split)) {
        await().atMost(Duration.ofSeconds(20)).until(() -> split.ears() > 1);
        assertThat(backend.copyStats()).isEqualTo(CopyStats.NONE);
        began = System.nanoTime();
      }
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }
  }
}
