package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Larder;
import io.larder.redis.testing.RedisFixture;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The requests of eight nodes over one Redis for a page that none of them has. */
class OneLoadOfManyNodesTest {

  private static final int NODES = 8;
  private static final int EACH = 25;

  private final AtomicInteger runs = new AtomicInteger();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final List<Site> nodes = new ArrayList<>();
  private final ExecutorService clients = Executors.newCachedThreadPool();
  private String field = "X-None: none";

  @AfterEach
  void stop() {
    gate.countDown();
    clients.shutdownNow();
    nodes.forEach(Site::close);
  }

  private void start(String scheme) throws Exception {
    String uri =
        scheme
            + RedisFixture.shared().url(RedisFixture.namespace())
            + "&timeout=5s&connectTimeout=5s&deadline=20s&poolSize=64&lease=50s";
    for (int i = 0; i < NODES; i++) {
      Larder larder = Larder.open(uri);
      CacheRule rule = CacheRule.path("/*").ttl(Duration.ofMinutes(1)).anyHost().build();
      nodes.add(
          Site.of(this::handle)
              .over(larder)
              .filter(CacheFilter.builder(larder).rule(rule).clock(Site.still()).build())
              .start());
    }
  }

  private void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
    int run = runs.incrementAndGet();
    StalePage.await(gate);
    response.setHeader(field.split(": ")[0], field.split(": ")[1]);
    response.getWriter().print("run " + run);
  }

  /** All at once; the handler answers once it has been entered, and all others had time to wait. */
  private List<RawResponse> all(int runsBefore) throws Exception {
    List<Future<RawResponse>> asked = new ArrayList<>();
    for (int i = 0; i < EACH; i++) {
      for (Site node : nodes) {
        asked.add(clients.submit(() -> node.get("/a")));
      }
    }
    Awaitility.await().until(() -> runs.get() > runsBefore);
    long entered = System.nanoTime();
    Awaitility.await().until(() -> System.nanoTime() - entered > 300_000_000L);
    gate.countDown();
    List<RawResponse> answers = new ArrayList<>();
    for (Future<RawResponse> each : asked) {
      answers.add(each.get(60, TimeUnit.SECONDS));
    }
    return answers;
  }

  @ParameterizedTest
  @CsvSource({"'', X-None: none", "tiered+, X-None: none", "'', Vary: Accept-Language"})
  void runItsHandlerOnce(String scheme, String said) throws Exception {
    field = said;
    start(scheme);

    long began = System.nanoTime();
    List<RawResponse> answers = all(0);

    assertThat(runs).hasValue(1);
    assertThat(answers).hasSize(NODES * EACH);
    assertThat(answers).allSatisfy(each -> assertThat(each.text()).isEqualTo("run 1"));
    assertThat(answers)
        .filteredOn(each -> each.first("Cache-Status").equals("larder; fwd=uri-miss; stored"))
        .hasSize(1);
    assertThat(System.nanoTime() - began)
        .as("woken, and not by the end of a lease")
        .isLessThan(TimeUnit.SECONDS.toNanos(35));
  }

  @Test
  void doNotWaitForEachOtherWhereNothingIsStored() throws Exception {
    field = "Cache-Control: no-store";
    start("");

    long began = System.nanoTime();
    List<RawResponse> answers = all(0);

    assertThat(answers).allSatisfy(each -> assertThat(each.status()).isEqualTo(200));
    assertThat(answers.stream().map(RawResponse::text).distinct()).hasSameSizeAs(answers);
    assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(35));
  }
}
