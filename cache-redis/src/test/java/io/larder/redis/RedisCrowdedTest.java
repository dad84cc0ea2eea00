package io.larder.redis;

import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.redis.testing.PrivateRedis;
import io.larder.redis.testing.RedisFixture;
import java.net.URI;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** A server that has as many clients as it takes. */
class RedisCrowdedTest {

  @Test
  void aServerThatTakesNoMoreConnectionsIsToldOfOnceAndThenUsedAgain() {
    try (LogLines log = new LogLines();
        PrivateRedis redis = RedisFixture.start();
        RedisBackend backend = Lab.openHasty(redis.url(), "shop")) {
      CacheStore<String> view = Lab.view(backend, "v");
      try (Jedis other = new Jedis(URI.create(redis.url()))) {
        other.configSet("maxclients", "1");

        assertThat(look(view, "k")).isEqualTo("Unavailable");
        assertThat(view.evict("k")).isEqualTo(Answer.DEFERRED);
        assertThat(look(view, "k")).isEqualTo("Unavailable");

        // Whoever has written before Redis hangs up is only told that the connection is lost.
        assertThat(log.lines())
            .singleElement()
            .asString()
            .startsWith("WARNING Redis at 127.0.0.1:" + redis.port())
            .containsAnyOf("takes no more connections", "connection lost");
        other.configSet("maxclients", "100");
      }
      await().until(() -> look(view, "k").equals("Miss"));
      store(view, "k", "1");
      assertThat(look(view, "k")).isEqualTo("1");
    }
  }
}
