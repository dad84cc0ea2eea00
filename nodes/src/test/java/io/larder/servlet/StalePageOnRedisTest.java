package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Larder;
import io.larder.redis.testing.RedisFixture;
import io.larder.servlet.testing.RawResponse;
import org.junit.jupiter.api.Test;

/** RFC 5861 3 on a store that other nodes use too. */
class StalePageOnRedisTest {

  @Test
  void isServedAndRefreshedBehindItsClientsBack() throws Exception {
    String redis =
        RedisFixture.shared().url(RedisFixture.namespace()) + "&timeout=10s&connectTimeout=10s";
    try (Larder larder = Larder.open(redis);
        StalePage page = StalePage.of().over(larder).start()) {
      larder.pages().refresh(page.site.key("/a"));
      RawResponse stale = page.get();
      page.awaitRun();

      assertThat(stale.text()).isEqualTo("run 1");
      assertThat(stale.first("Cache-Status"))
          .isEqualTo("larder; hit; ttl=0; detail=stale-while-revalidate");
      page.open().assertRefreshed();
    }
  }
}
