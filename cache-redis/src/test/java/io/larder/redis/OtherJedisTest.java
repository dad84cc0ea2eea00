package io.larder.redis;

import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.spi.Backend;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.BackendProvider;
import io.larder.cache.spi.StoreUri;
import io.larder.cache.spi.View;
import io.larder.redis.testing.RedisFixture;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The library over the jars of other versions of Jedis, which a framework may manage. */
class OtherJedisTest {

  private final RedisFixture redis = RedisFixture.shared();
  private final BackendContext context = Lab.context(RedisFixture.namespace());

  @Test
  void aClientOfTheOldestVersionCanBeInjected() throws Exception {
    try (OtherJars oldest = OtherJars.jedis("oldest.jar")) {
      assertThat(oldest.jedisVersion()).startsWith(JedisVersion.NEEDED);
      try (AutoCloseable client = oldest.client(redis.url());
          Backend backend = oldest.over(client).apply(context)) {
        assertUsable(backend);
        assertThat(oldest.ping(client)).isEqualTo("PONG");
      }
    }
  }

  @Test
  void theOldestVersionOpensAUri() throws Exception {
    try (OtherJars oldest = OtherJars.jedis("oldest.jar");
        Backend backend =
            oldest.provider().open(StoreUri.parse(redis.url() + "?timeout=10s"), context)) {
      assertUsable(backend);
    }
  }

  @Test
  void anOlderOneIsRefusedInOneSentenceWithVersionsAndTheProperty() throws Exception {
    try (OtherJars refused = OtherJars.jedis("refused.jar")) {
      BackendProvider provider = refused.provider();
      StoreUri uri = StoreUri.parse(redis.url());

      assertThatIllegalStateException()
          .isThrownBy(() -> provider.open(uri, context))
          .withMessage(
              "opening Redis by its URI needs Jedis 7.2 or later and found "
                  + refused.jedisVersion()
                  + ": set the Maven property jedis.version (the one by which Spring Boot manages"
                  + " it) to 8.0.2, or add redis.clients:jedis in that version");
    }
  }

  @Test
  void theJarsAreNotThoseOfTheClassPath() throws Exception {
    try (OtherJars oldest = OtherJars.jedis("oldest.jar");
        OtherJars refused = OtherJars.jedis("refused.jar")) {
      assertThat(refused.jedisVersion()).startsWith("6.");
      assertThat(oldest.loadClass("redis.clients.jedis.UnifiedJedis").getClassLoader())
          .isSameAs(oldest);
      assertThatThrownBy(() -> refused.loadClass("redis.clients.jedis.RedisClient"))
          .isInstanceOf(ClassNotFoundException.class);
    }
  }

  private static void assertUsable(Backend backend) {
    CacheStore<String> store = backend.open(new View<>("v", "v:", new Lab.Text()));
    assertThat(look(store, "k")).isEqualTo("Miss");
    Claim claim = store.claim("k");
    assertThat(claim.granted()).isTrue();
    assertThat(store.fill(claim, "1", Lab.MINUTE.tagged("t"))).isEqualTo(FillResult.STORED);
    assertThat(look(store, "k")).isEqualTo("1");
    assertThat(store.evict("k")).isEqualTo(Answer.APPLIED);
    assertThat(look(store, "k")).isEqualTo("Miss");
    store(store, "tagged", "2", Lab.MINUTE.tagged("t"));
    assertThat(store.invalidate(List.of("t"))).isEqualTo(Answer.APPLIED);
    assertThat(look(store, "tagged")).isEqualTo("Miss");
    assertThat(store.put(store.claim("put"), "3", Lab.MINUTE)).isEqualTo(Answer.APPLIED);
    assertThat(look(store, "put")).isEqualTo("3");
    assertThat(backend.health().reachable()).isTrue();
  }
}
