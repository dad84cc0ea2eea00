package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Larder;
import io.larder.cache.ManyTimes;
import io.larder.redis.testing.RedisFixture;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Refreshes before a page ends, of two nodes over one Redis. */
@ManyTimes
class EarlyRefreshOfTwoNodesTest {
  private static final String EARLY = "larder; hit; ttl=\\d+; detail=early-refresh";
  private static final String HIT = "larder; hit; ttl=\\d+";

  private final AtomicInteger runs = new AtomicInteger();
  private final Semaphore entered = new Semaphore(0);
  private final CountDownLatch gate = new CountDownLatch(1);
  private final String redis =
      RedisFixture.shared().url(RedisFixture.namespace()) + "&timeout=10s&connectTimeout=10s";
  private Site one;
  private Site other;

  @BeforeEach
  void start() throws Exception {
    one = node();
    other = node();
  }

  @AfterEach
  void stop() {
    gate.countDown();
    one.close();
    other.close();
  }

  /** Whose every hit is to be refreshed: the draw is the least likely one. */
  private Site node() throws Exception {
    Larder larder = Larder.open(redis);
    CacheRule rule =
        CacheRule.path("/*")
            .ttl(Duration.ofMinutes(1))
            .earlyRefresh(100)
            .random(() -> Math.nextDown(1.0))
            .anyHost()
            .build();
    return Site.of(this::handle)
        .over(larder)
        .filter(CacheFilter.builder(larder).rule(rule).clock(Site.still()).build())
        .start();
  }

  /** Takes 50 ms of its own time, from its second run on at a gate. */
  private void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
    int run = runs.incrementAndGet();
    if (run == 1) {
      takeTime();
    } else {
      entered.release();
      StalePage.await(gate);
    }
    response.getWriter().print("run " + run);
  }

  /** Such that a hundred times of it, by that draw, is longer than a page lasts. */
  private static void takeTime() {
    long start = System.nanoTime();
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .until(() -> System.nanoTime() - start > Duration.ofMillis(50).toNanos());
  }

  @Test
  void oneOfThemServesWhatTheOtherHasRefreshed() throws Exception {
    assertThat(one.get("/a").first("Cache-Status")).isEqualTo("larder; fwd=uri-miss; stored");

    RawResponse early = other.get("/a");
    assertThat(entered.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    assertThat(early.text()).isEqualTo("run 1");
    assertThat(early.first("Cache-Status")).matches(EARLY);
    assertThat(early.complete()).isTrue();
    for (int i = 0; i < 3; i++) {
      RawResponse hit = other.get("/a");
      assertThat(hit.first("Cache-Status")).as("one refresh at a time").matches(HIT);
      assertThat(hit.text()).isEqualTo("run 1");
    }
    assertThat(runs).hasValue(2);
    gate.countDown();
    Awaitility.await().until(() -> other.filter.refreshing() == 0);

    RawResponse hit = one.get("/a");
    assertThat(hit.text()).isEqualTo("run 2");
    assertThat(hit.first("Cache-Status")).startsWith("larder; hit");
    assertThat(Integer.parseInt(hit.first("Age"))).isLessThanOrEqualTo(5);
  }

  @Test
  void anInvalidationOfOneEndsTheRefreshOfTheOther() throws Exception {
    one.get("/a");
    other.get("/a");
    assertThat(entered.tryAcquire(20, TimeUnit.SECONDS)).isTrue();

    assertThat(one.filter.evict("/a")).isNotNull();
    gate.countDown();
    Awaitility.await().until(() -> other.filter.refreshing() == 0);

    RawResponse next = one.get("/a");
    assertThat(next.first("Cache-Status")).isEqualTo("larder; fwd=uri-miss; stored");
    assertThat(next.text()).isEqualTo("run 3");
  }
}
