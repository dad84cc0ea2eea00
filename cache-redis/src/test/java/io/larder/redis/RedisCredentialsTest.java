package io.larder.redis;

import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.larder.cache.CacheStore;
import io.larder.redis.testing.ClusterFixture;
import io.larder.redis.testing.PrivateRedis;
import io.larder.redis.testing.RedisFixture;
import io.larder.redis.testing.SentinelFixture;
import io.larder.redis.testing.SentinelOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultRedisCredentials;
import redis.clients.jedis.RedisCredentials;

/** Passwords that are rotated while the cache is in use. */
class RedisCredentialsTest {

  private static final String PATIENT = "?deadline=5s&timeout=5s";

  private final AtomicReference<String> password = new AtomicReference<>("one");
  private final AtomicInteger asked = new AtomicInteger();
  private final Supplier<RedisCredentials> provider =
      () -> {
        asked.incrementAndGet();
        return new DefaultRedisCredentials("app", password.get());
      };
  private final LogLines log = new LogLines();

  @AfterEach
  void close() throws IOException {
    log.close();
  }

  @Test
  void ofOneServer() {
    try (PrivateRedis redis = RedisFixture.start()) {
      assertRotated(
          "redis://127.0.0.1:" + redis.port() + "/0" + PATIENT, command -> redis.command(command));
    }
  }

  @Test
  void ofThePrimaryThatSentinelsName() {
    try (var redis = SentinelFixture.start()) {
      assertRotated(
          "redis+sentinel://" + redis.hostsAndPorts() + "/mymaster" + PATIENT,
          command -> redis.servers().forEach(it -> it.command(command)));
    }
  }

  @Test
  void ofACluster() {
    try (var redis = ClusterFixture.start()) {
      assertRotated(
          "redis+cluster://" + redis.hostsAndPorts() + PATIENT,
          command -> redis.nodes().forEach(it -> it.command(command)));
    }
  }

  private void assertRotated(String uri, Consumer<String[]> everywhere) {
    everywhere.accept(acl("on", ">one", "~*", "+@all"));
    try (RedisBackend backend = open(uri)) {
      CacheStore<String> view = Lab.view(backend, "v");
      store(view, "k", "1");
      store(view, "l", "2");
      assertThat(look(view, "k")).isEqualTo("1");
      int before = asked.get();

      everywhere.accept(acl(">two", "<one"));
      password.set("two");
      everywhere.accept(new String[] {"CLIENT", "KILL", "USER", "app"});

      assertThat(look(view, "k")).isEqualTo("1");
      assertThat(look(view, "l")).isEqualTo("2");
      assertThat(asked.get()).isGreaterThan(before);
      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void aPasswordThatIsKnownLaterOpensTheCacheByItself() {
    try (PrivateRedis redis = RedisFixture.start()) {
      redis.command(acl("on", ">two", "~*", "+@all"));
      try (RedisBackend backend = open("redis://127.0.0.1:" + redis.port() + PATIENT)) {
        CacheStore<String> view = Lab.view(backend, "v");
        assertThat(look(view, "k")).isEqualTo("Unavailable");
        assertThat(log.lines()).singleElement().asString().contains("WRONGPASS");

        password.set("two");

        await().until(() -> look(view, "k").equals("Miss"));
      }
    }
  }

  @Test
  void connectionsThatHadLoggedInBeforeAreReplaced() {
    try (PrivateRedis redis = RedisFixture.start()) {
      redis.command(acl("on", ">one", ">two", "~*", "+@all"));
      RedisOptions options =
          RedisOptions.withoutLogin("redis://127.0.0.1:" + redis.port() + PATIENT)
              .asking(provider, null);
      Question<String> info = Commands.info("server");
      Sockets sockets = new Sockets(options, InetAddress::getAllByName);
      try (OneServer nodes = new OneServer(options, (Place.Server) options.place(), sockets)) {
        try (Nodes.Exchange held = nodes.primaries().get(0).send(List.of(info))) {
          nodes.ask(Commands.info("server"));
          held.read();
        }
        assertThat(sockets.made()).isEqualTo(2);
        try (Nodes.Exchange held = nodes.primaries().get(0).send(List.of(info))) {
          nodes.ask(Commands.info("server"));
          held.read();
        }
        assertThat(sockets.made()).as("both go on").isEqualTo(2);

        password.set("two");
        try (Nodes.Exchange one = nodes.primaries().get(0).send(List.of(info));
            Nodes.Exchange two = nodes.primaries().get(0).send(List.of(info))) {
          nodes.ask(Commands.info("server"));
          one.read();
          two.read();
        }
        nodes.ask(Commands.info("server"));
        try (Nodes.Exchange held = nodes.primaries().get(0).send(List.of(info))) {
          nodes.ask(Commands.info("server"));
          held.read();
        }

        assertThat(sockets.made()).as("a third, and one for those before").isEqualTo(4);
      }
    }
  }

  @Test
  void sentinelsHaveTheirOwn() {
    try (var redis =
            SentinelFixture.start(SentinelOptions.defaults().withSentinelPassword("watch"));
        RedisBackend backend =
            (RedisBackend)
                RedisBackend.at(
                        "redis+sentinel://" + redis.hostsAndPorts() + "/mymaster" + PATIENT,
                        provider,
                        () -> new DefaultRedisCredentials(null, "watch"))
                    .apply(Lab.context("shop"))) {
      redis.servers().forEach(it -> it.command(acl("on", ">one", "~*", "+@all")));

      assertThat(look(Lab.view(backend, "v"), "k")).isEqualTo("Miss");
    }
  }

  @Test
  void aProviderThatFailsOrHangsIsAServerOutOfReach() {
    CountDownLatch never = new CountDownLatch(1);
    AtomicReference<Supplier<RedisCredentials>> source =
        new AtomicReference<>(
            () -> {
              throw new IllegalStateException("s3cret");
            });
    try (PrivateRedis redis = RedisFixture.start();
        RedisBackend backend =
            (RedisBackend)
                RedisBackend.at(
                        "redis://127.0.0.1:" + redis.port() + "?deadline=500ms",
                        () -> source.get().get())
                    .apply(Lab.context("shop"))) {
      redis.command(acl("on", ">one", "~*", "+@all"));
      CacheStore<String> view = Lab.view(backend, "v");
      assertThat(look(view, "k")).isEqualTo("Unavailable");
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("their provider fails: IllegalStateException")
          .doesNotContain("s3cret");

      source.set(
          () -> {
            try {
              never.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return provider.get();
          });
      long start = System.nanoTime();
      assertThat(backend.health().reachable()).isFalse();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));

      source.set(provider);
      never.countDown();
      await().until(() -> look(view, "k").equals("Miss"));
    }
  }

  @Test
  void whatDoesNotBelongInTheUriIsNamed() {
    assertRefused("redis://u:p@h", "has a user or password, which are asked for");
    assertRefused("redis://h?namespace=shop", "has namespace, which is no option of Redis");
    assertRefused("memory:", "is none of Redis");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisBackend.at("redis://h", provider, provider))
        .withMessageContaining("names no sentinels");
  }

  private void assertRefused(String uri, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisBackend.at(uri, provider))
        .withMessageContaining(reason);
  }

  private RedisBackend open(String uri) {
    return (RedisBackend) RedisBackend.at(uri, provider).apply(Lab.context("shop"));
  }

  private static String[] acl(String... rules) {
    String[] command = new String[3 + rules.length];
    command[0] = "ACL";
    command[1] = "SETUSER";
    command[2] = "app";
    System.arraycopy(rules, 0, command, 3, rules.length);
    return command;
  }
}
