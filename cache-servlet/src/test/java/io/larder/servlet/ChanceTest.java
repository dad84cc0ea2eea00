package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Larder;
import io.larder.cache.annotation.Cached;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a rule leaves to chance: jitter, and refreshes before a page ends. */
class ChanceTest {
  /** A draw by which a page is refreshed as long before its end as it took to compute it. */
  private static final double USUAL = 1 - Math.exp(-1);

  private static final String EARLY = "larder; hit; ttl=1; detail=early-refresh";

  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger draws = new AtomicInteger();
  private final AtomicInteger runs = new AtomicInteger();
  private final Semaphore entered = new Semaphore(0);
  private final CountDownLatch gate = new CountDownLatch(1);
  private Site site;

  @AfterEach
  void stop() {
    gate.countDown();
    if (site != null) {
      site.close();
    }
  }

  private void start(CacheRuleBuilder rule, double random, Site.Handler handler) throws Exception {
    start(Container.Kind.JETTY, rule, random, handler);
  }

  private void start(
      Container.Kind kind, CacheRuleBuilder rule, double random, Site.Handler handler)
      throws Exception {
    Larder larder = Larder.builder().store("memory:").ticker(now::get).build();
    rule.random(
        () -> {
          draws.incrementAndGet();
          return random;
        });
    site =
        Site.of(handler)
            .on(kind)
            .over(larder)
            .filter(CacheFilter.builder(larder).rule(rule.build()).clock(Site.still()).build())
            .start();
  }

  private static CacheRuleBuilder rule() {
    return CacheRule.path("/*").ttl(Duration.ofSeconds(30)).anyHost();
  }

  private void pass(double seconds) {
    now.addAndGet((long) (seconds * 1e9));
  }

  /** Takes two seconds, from its second run on at a gate. */
  private void slowly(HttpServletRequest request, HttpServletResponse response) throws IOException {
    int run = runs.incrementAndGet();
    if (run > 1) {
      entered.release();
      StalePage.await(gate);
    }
    pass(2);
    response.getWriter().print("run " + run);
  }

  private String status() throws IOException {
    return site.get("/a").first("Cache-Status");
  }

  private void awaitEnd() {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> site.filter.refreshing() == 0);
  }

  @ParameterizedTest
  @CsvSource({"10, 0.0, 30", "10, 0.5, 28", "10, 0.99, 27", "90, 0.99, 3", "0, 0.99, 30"})
  void jitterShortensTheTtl(int percent, double random, long ttl) throws Exception {
    start(rule().jitter(percent), random, (request, response) -> {});
    site.get("/a");

    assertThat(status()).isEqualTo("larder; hit; ttl=" + ttl);
    pass(ttl + 1.1);
    assertThat(status()).startsWith("larder; fwd=");
    assertThat(draws).hasValue(percent == 0 ? 0 : 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Cache-Control: max-age=40", "Cache-Control: s-maxage=40", "Expires"})
  void nothingIsLeftToChanceWhereTheResponseStatesItsFreshness(String field) throws Exception {
    start(
        rule().jitter(90).earlyRefresh(100),
        0.9,
        (request, response) -> {
          pass(30);
          if (field.equals("Expires")) {
            long date = System.currentTimeMillis() / 1000 * 1000;
            response.setDateHeader("Date", date);
            response.setDateHeader("Expires", date + 40_000);
          } else {
            response.setHeader("Cache-Control", field.split(": ")[1]);
          }
        });
    site.get("/a");

    assertThat(status()).isEqualTo("larder; hit; ttl=40");
    pass(39);
    assertThat(status()).isEqualTo("larder; hit; ttl=1");
    assertThat(draws).hasValue(0);
  }

  @Test
  void norWhereTheHandlerSaysItWhileItRuns() throws Exception {
    start(
        rule().jitter(90).earlyRefresh(100),
        0.9,
        (request, response) -> {
          pass(30);
          FillContext.of(request).ttl(Duration.ofSeconds(40));
        });
    site.get("/a");
    pass(39);

    assertThat(status()).isEqualTo("larder; hit; ttl=1");
    assertThat(draws).hasValue(0);
  }

  @Test
  void withoutBothNothingIsDrawn() throws Exception {
    start(rule(), 0.99, (request, response) -> pass(20));
    site.get("/a");
    pass(29);

    assertThat(status()).isEqualTo("larder; hit; ttl=1");
    assertThat(draws).hasValue(0);
  }

  @ParameterizedTest
  @EnumSource
  void aPageIsRefreshedBehindOneClientBeforeItEnds(Container.Kind kind) throws Exception {
    CacheRuleBuilder rule = CacheRule.path("/*").ttl(Duration.ofSeconds(100)).anyHost();
    start(kind, rule.earlyRefresh(1), USUAL, this::slowly);
    site.get("/a");
    assertThat(status()).isEqualTo("larder; hit; ttl=100");
    assertThat(draws).as("far from the end").hasValue(0);
    pass(97.9);
    assertThat(status()).isEqualTo("larder; hit; ttl=2");
    assertThat(draws).as("near it").hasValue(1);
    pass(0.2);

    RawResponse early = site.get("/a");
    assertThat(entered.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    assertThat(early.text()).isEqualTo("run 1");
    assertThat(early.complete()).isTrue();
    assertThat(early.all("Cache-Status")).containsExactly(EARLY);
    for (int i = 0; i < 3; i++) {
      assertThat(status()).as("one refresh at a time").isEqualTo("larder; hit; ttl=1");
    }
    gate.countDown();
    awaitEnd();
    RawResponse fresh = site.get("/a");
    assertThat(fresh.text()).isEqualTo("run 2");
    assertThat(fresh.first("Cache-Status")).isEqualTo("larder; hit; ttl=100");
    assertThat(runs).hasValue(2);
  }

  @Test
  void whatHasCostMoreIsRefreshedSooner() throws Exception {
    start(rule().earlyRefresh(2), USUAL, this::slowly);
    site.get("/a");
    pass(26.1); // 3.9 s are left, and twice 2 s are reached

    assertThat(status()).isEqualTo("larder; hit; ttl=3; detail=early-refresh");
    gate.countDown();
    awaitEnd();
  }

  @Test
  void aRefreshThatFailsLeavesThePageAsItIs() throws Exception {
    start(
        rule().earlyRefresh(1),
        USUAL,
        (request, response) -> {
          if (runs.incrementAndGet() > 1) {
            response.setStatus(503);
          } else {
            pass(2);
          }
        });
    site.get("/a");
    pass(28.1);
    assertThat(status()).isEqualTo(EARLY);
    awaitEnd();

    assertThat(status()).as("it rests for a second").isEqualTo("larder; hit; ttl=1");
    pass(1.1);
    assertThat(status()).isEqualTo("larder; hit; ttl=0; detail=early-refresh");
    awaitEnd();
    assertThat(runs).hasValue(3);
  }

  @Test
  void theAnnotationSaysItToo() {
    @Cached(ttl = "30s", jitter = "10%", earlyRefresh = "1.5")
    class Annotated {}

    Attributes read = CachedServlet.read(Annotated.class);
    assertThat(read.get(Vocabulary.JITTER).percent()).isEqualTo(10);
    assertThat(read.get(Vocabulary.EARLY_REFRESH).beta()).isEqualTo(1.5);
  }
}
