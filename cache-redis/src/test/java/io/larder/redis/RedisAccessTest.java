package io.larder.redis;

import static io.larder.redis.Lab.MINUTE;
import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.FillResult;
import io.larder.cache.Larder;
import io.larder.cache.spi.Backend;
import io.larder.cache.spi.StoreUri;
import io.larder.cache.spi.View;
import io.larder.redis.testing.ChaosProxy;
import io.larder.redis.testing.PrivateRedis;
import io.larder.redis.testing.ProxyFlow;
import io.larder.redis.testing.RedisFixture;
import io.larder.redis.testing.RedisServerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passwords, users and TLS, against servers that ask for them. */
class RedisAccessTest {

  private static final RedisServerOptions DEFAULTS = RedisServerOptions.defaults();

  /** What a user needs at least; docs/redis.md says the same. */
  static final String[] LEAST = {
    "~shop:*",
    "~{shop}:meta",
    "-@all",
    "+get",
    "+set",
    "+getrange",
    "+setrange",
    "+pttl",
    "+pexpire",
    "+unlink",
    "+type",
    "+time",
    "+zmscore",
    "+zadd",
    "+zrem",
    "+zcard",
    "+zrange",
    "+eval",
    "+evalsha",
    "+info",
    "+client"
  };

  private final LogLines log = new LogLines();

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void theRightPasswordIsLetIn() {
    try (PrivateRedis redis = RedisFixture.start(DEFAULTS.withPassword("s3cret"));
        RedisBackend backend = Lab.open(redis.url(), "shop")) {
      assertUsable(backend);
      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void aWrongPasswordIsOneSentenceThatNamesTheSettingAndNotThePassword() {
    try (PrivateRedis redis = RedisFixture.start(DEFAULTS.withPassword("s3cret"));
        RedisBackend wrong = Lab.open(redis.url().replace("s3cret", "wr0ng"), "shop")) {
      CacheStore<String> store = Lab.view(wrong, "v");

      assertThat(look(store, "k")).isEqualTo("Unavailable");
      assertThat(store.evict("k")).isEqualTo(Answer.DEFERRED);

      assertThat(log.lines()).singleElement().asString().contains("CACHE_REDIS_PASSWORD");
      String all =
          log.lines() + wrong.describe() + wrong.health() + store.find("k") + redis.origin();
      assertThat(all).doesNotContain("wr0ng", "s3cret");
    }
  }

  @Test
  void noPasswordWhereOneIsNeededIsTheSameSentence() {
    try (PrivateRedis redis = RedisFixture.start(DEFAULTS.withPassword("s3cret"));
        RedisBackend none = Lab.open("redis://127.0.0.1:" + redis.port(), "shop")) {
      assertThat(look(Lab.view(none, "v"), "k")).isEqualTo("Unavailable");
      assertThat(log.lines()).singleElement().asString().contains("CACHE_REDIS_PASSWORD");
    }
  }

  @Test
  void aUserWithTheLeastOfRightsCanDoEverything() {
    try (PrivateRedis redis = RedisFixture.start(DEFAULTS.withUser("app", "pw:@1", LEAST));
        RedisBackend backend = Lab.open(redis.url("app", "pw:@1"), "shop")) {
      assertUsable(backend);
      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void aUserWhoMayNotTouchTheClockIsToldSo() {
    RedisServerOptions options = DEFAULTS.withUser("app", "pw", "~shop:*", "+@all");
    try (PrivateRedis redis = RedisFixture.start(options);
        RedisBackend backend = Lab.open(redis.url("app", "pw"), "shop")) {
      assertThat(look(Lab.view(backend, "v"), "k")).isEqualTo("Unavailable");
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("NOPERM")
          .contains("docs/redis.md");
    }
  }

  @Test
  void aUserWithoutInfoIsServedAllTheSame() {
    RedisServerOptions options = DEFAULTS.withUser("app", "pw", "~*", "+@all", "-info");
    try (PrivateRedis redis = RedisFixture.start(options);
        RedisBackend backend = Lab.open(redis.url("app", "pw"), "shop")) {
      assertUsable(backend);
    }
  }

  @Test
  void tlsWithTheRightAuthorityWorks(@TempDir Path folder) throws Exception {
    try (PrivateRedis redis = RedisFixture.start(DEFAULTS.withTls())) {
      Path ca = Pem.of(redis.trustStore(), folder);
      try (RedisBackend backend = Lab.open(redis.url() + "?ca=" + ca, "shop")) {
        assertThat(backend.describe()).startsWith("rediss://");
        await().until(() -> look(Lab.view(backend, "v"), "k").equals("Miss"));
        assertUsable(backend);
      }
    }
  }

  @Test
  void copiesInMemoryAreKeptCoherentOverTls(@TempDir Path folder) throws Exception {
    try (PrivateRedis redis = RedisFixture.start(DEFAULTS.withTls())) {
      StoreUri uri =
          StoreUri.parse(
              "tiered+"
                  + redis.url()
                  + "?timeout=10s&connectTimeout=10s&ca="
                  + Pem.of(redis.trustStore(), folder));
      try (Backend one = new RedisProvider().open(uri, Lab.context("shop"));
          Backend other = new RedisProvider().open(uri, Lab.context("shop"))) {
        View<String> view = new View<>("v", "v:", new Lab.Text());
        CacheStore<String> store = one.open(view);
        await().until(() -> Lab.store(store, "k", "v") == FillResult.STORED);
        await().untilAsserted(() -> assertThat(store.find("k")).isSameAs(store.find("k")));
        assertThat(other.open(view).evict("k")).isEqualTo(Answer.APPLIED);
        await().until(() -> look(store, "k").equals("Miss"));
      }
    }
  }

  @Test
  void tlsWithACertificateOfAnotherNameIsRefused(@TempDir Path folder) throws Exception {
    RedisServerOptions options = DEFAULTS.withTls(RedisServerOptions.CertificateName.ANOTHER);
    try (PrivateRedis redis = RedisFixture.start(options)) {
      try (RedisBackend backend =
          Lab.open(redis.url() + "?ca=" + Pem.of(redis.trustStore(), folder), "shop")) {
        assertThat(look(Lab.view(backend, "v"), "k")).isEqualTo("Unavailable");
        assertThat(log.lines()).singleElement().asString().contains("TLS");
      }
    }
  }

  @Test
  void tlsWithoutTheAuthorityIsRefused() {
    try (PrivateRedis redis = RedisFixture.start(DEFAULTS.withTls());
        RedisBackend backend = Lab.open(redis.url(), "shop")) {
      assertThat(look(Lab.view(backend, "v"), "k")).isEqualTo("Unavailable");
    }
  }

  @Test
  void aFileThatHoldsNoCertificateIsRefused(@TempDir Path folder) throws Exception {
    Path empty = Files.createFile(folder.resolve("empty.pem"));
    for (String file : List.of(empty.toString(), folder + "/none.pem")) {
      assertThatThrownBy(() -> Lab.open("rediss://localhost?ca=" + file, "shop"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(file);
    }
  }

  @Test
  void theOldestServerWorksToo() {
    try (PrivateRedis redis = RedisFixture.start(DEFAULTS.onOldest());
        RedisBackend backend = Lab.open(redis.url(), "shop")) {
      assertUsable(backend);
    }
  }

  @Test
  void aLarderOpensByItsUri() {
    try (PrivateRedis redis = RedisFixture.start(DEFAULTS.withPassword("s3cret"));
        Larder larder =
            Larder.builder()
                .store(redis.url() + "?timeout=10s&connectTimeout=10s")
                .namespace("shop")
                .build()) {
      CacheStore<String> store = larder.store("v", new Lab.Text());
      store(store, "k", "1");
      assertThat(look(store, "k")).isEqualTo("1");
      assertThat(larder.toString())
          .isEqualTo("Larder[redis://127.0.0.1:" + redis.port() + "/0 namespace shop]");
    }
  }

  @Test
  void aUriThatIsWrongIsRefusedInOneSentence() {
    for (String uri :
        List.of(
            "redis:",
            "redis://a,b/0",
            "redis://a/x",
            "redis://a?timeout=0s",
            "redis://a?timeout=2m",
            "redis://a?poolSize=0",
            "redis://a?connectTimeout=soon")) {
      assertThatThrownBy(() -> new RedisProvider().open(StoreUri.parse(uri), Lab.context("n")))
          .as(uri)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("\n");
    }
  }

  private static void assertUsable(RedisBackend backend) {
    CacheStore<String> store = Lab.view(backend, "v");
    assertThat(store(store, "k", "1", MINUTE.tagged("t"))).isEqualTo(FillResult.STORED);
    assertThat(look(store, "k")).isEqualTo("1");
    assertThat(store.softPurge("k")).isEqualTo(Answer.APPLIED);
    assertThat(store.put(store.claim("k"), "2", MINUTE)).isEqualTo(Answer.APPLIED);
    assertThat(look(store, "k")).isEqualTo("2");
    store.abandon(store.claim("other"));
    assertThat(store.evict("k")).isEqualTo(Answer.APPLIED);
    assertThat(store.invalidate(List.of("t"))).isEqualTo(Answer.APPLIED);
    assertThat(backend.clear()).isEqualTo(Answer.APPLIED);
    assertThat(look(store, "k")).isEqualTo("Miss");
    assertThat(backend.health().reachable()).isTrue();
  }

  @Test
  void aTlsHandshakeOrAnswerThatDripsIsGivenUpAtTheDeadline(@TempDir Path folder) throws Exception {
    try (PrivateRedis redis = RedisFixture.start(DEFAULTS.withTls());
        ChaosProxy proxy = ChaosProxy.to("127.0.0.1", redis.port())) {
      String url =
          "rediss://127.0.0.1:" + proxy.port() + "?ca=" + Pem.of(redis.trustStore(), folder);
      ProxyFlow drip = ProxyFlow.dripping(1, Duration.ofMillis(50));
      proxy.answers(drip);
      try (RedisBackend backend = Lab.openHasty(url, "shop")) {
        CacheStore<String> store = Lab.view(backend, "v");
        assertGivenUp(store);

        proxy.heal();
        await().until(() -> look(store, "k").equals("Miss"));
        store(store, "k", "x".repeat(60_000));
        assertThat(look(store, "k")).hasSize(60_000);

        proxy.answers(drip.after(20_000));
        assertGivenUp(store);
      }
    }
  }

  private static void assertGivenUp(CacheStore<String> store) {
    long start = System.nanoTime();
    assertThat(look(store, "k")).isEqualTo("Unavailable");
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(2900), Duration.ofSeconds(8));
  }
}
