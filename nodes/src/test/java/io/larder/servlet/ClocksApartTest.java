package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Answer;
import io.larder.cache.Larder;
import io.larder.redis.testing.RedisFixture;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two nodes over one Redis, one of which takes it to be ten minutes later than the other. */
class ClocksApartTest {

  private static final Duration APART = Duration.ofMinutes(10);

  private final AtomicInteger runs = new AtomicInteger();
  private Site early;
  private Site late;

  private void start(String scheme) throws Exception {
    String namespace = RedisFixture.namespace();
    early = node(scheme, namespace, InstantSource.system());
    late = node(scheme, namespace, InstantSource.offset(InstantSource.system(), APART));
  }

  private Site node(String scheme, String namespace, InstantSource clock) throws Exception {
    String uri =
        scheme
            + RedisFixture.shared().url(namespace)
            + "&timeout=5s&connectTimeout=5s&deadline=10s";
    Larder larder =
        Larder.builder()
            .store(uri)
            .ticker(() -> Duration.ofMillis(clock.millis()).toNanos())
            .build();
    CacheRule rule = CacheRule.path("/*").ttl(Duration.ofMinutes(1)).anyHost().build();
    return Site.of((request, response) -> handle(request, response, clock))
        .over(larder)
        .filter(CacheFilter.builder(larder).rule(rule).clock(clock).build())
        .start();
  }

  @AfterEach
  void stop() {
    early.close();
    late.close();
  }

  private void handle(HttpServletRequest request, HttpServletResponse response, InstantSource clock)
      throws IOException {
    response.setDateHeader("Date", clock.millis());
    FillContext.of(request).tags("all");
    response.getWriter().print("run " + runs.incrementAndGet());
  }

  private static void assertServes(Site site, String cacheStatus, String text) throws Exception {
    RawResponse response = site.get("/a");
    assertThat(response.first("Cache-Status")).matches(cacheStatus);
    assertThat(response.text()).isEqualTo(text);
    if (cacheStatus.contains("hit")) {
      assertThat(Integer.parseInt(response.first("Age"))).isBetween(0, 20);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tiered+"})
  void serveAndEndEachOthersPages(String scheme) throws Exception {
    start(scheme);
    String miss = "larder; fwd=uri-miss; stored";
    String hit = "larder; hit; ttl=[345]\\d";

    assertServes(early, miss, "run 1");
    assertServes(late, hit, "run 1");
    assertServes(early, hit, "run 1");

    assertThat(late.filter.evict("/a")).isNotNull();
    assertServes(late, miss, "run 2");
    assertServes(late, hit, "run 2");
    awaitServed(early, "run 2");

    assertThat(early.larder.invalidate("all")).isEqualTo(Answer.APPLIED);
    assertServes(early, miss, "run 3");
    assertServes(early, hit, "run 3");
    awaitServed(late, "run 3");
  }

  /** At once, or when a copy in memory has ended. */
  private static void awaitServed(Site site, String text) {
    await().untilAsserted(() -> assertServes(site, "larder; hit; ttl=[345]\\d", text));
  }
}
