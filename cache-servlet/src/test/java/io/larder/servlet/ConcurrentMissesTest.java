package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Larder;
import io.larder.cache.ManyTimes;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawClient;
import io.larder.servlet.testing.RawResponse;
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

@ManyTimes
class ConcurrentMissesTest {

  private final ExecutorService clients = Executors.newCachedThreadPool();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);

  @AfterEach
  void stop() {
    clients.shutdownNow();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private List<Future<RawResponse>> ask(Site site, int times) {
    List<Future<RawResponse>> answers = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      answers.add(clients.submit(() -> site.get("/a")));
    }
    return answers;
  }

  /** One request that leads, then others that wait for it. */
  private List<Future<RawResponse>> leaderAndFollowers(Site site, int followers) {
    List<Future<RawResponse>> answers = new ArrayList<>(ask(site, 1));
    await(begun);
    answers.addAll(ask(site, followers));
    waitFor(site, followers);
    return answers;
  }

  private static void waitFor(Site site, int waiting) {
    Awaitility.await().until(() -> site.filter.waiting() == waiting);
  }

  @Test
  void runTheHandlerOnce() throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  begun.countDown();
                  await(go);
                  response.getWriter().print("once");
                })
            .start()) {
      List<Future<RawResponse>> answers = leaderAndFollowers(site, 99);
      go.countDown();

      int collapsed = 0;
      for (Future<RawResponse> each : answers) {
        RawResponse answer = each.get(20, TimeUnit.SECONDS);
        assertThat(answer.text()).isEqualTo("once");
        assertThat(answer.all("ETag")).hasSize(1);
        collapsed += answer.first("Cache-Status").equals("larder; fwd=uri-miss; collapsed") ? 1 : 0;
      }
      assertThat(site.runs()).isOne();
      assertThat(collapsed).isEqualTo(99);
    }
  }

  /**
   * The leader's own response does not end before its followers have asked the handler themselves,
   * or so much time has passed that they were not let go.
   */
  private void assertLetGo(Site.Handler beginning, String rule) throws Exception {
    CountDownLatch all = new CountDownLatch(6);
    AtomicInteger late = new AtomicInteger();
    try (Site site =
        Site.of(
                (request, response) -> {
                  begun.countDown();
                  await(go);
                  beginning.handle(request, response);
                  all.countDown();
                  try {
                    late.addAndGet(all.await(5, TimeUnit.SECONDS) ? 0 : 1);
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                })
            .rules(rule)
            .start()) {
      List<Future<RawResponse>> answers = leaderAndFollowers(site, 5);
      go.countDown();

      for (Future<RawResponse> each : answers) {
        assertThat(each.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
      }
      assertThat(late).hasValue(0);
      assertThat(site.runs()).isEqualTo(6);
    }
  }

  @Test
  void areLetGoInTheMomentInWhichTheAnswerIsNotForThem() throws Exception {
    assertLetGo(
        (request, response) -> {
          response.setHeader("Cache-Control", "private");
          response.getOutputStream().print("mine");
          response.flushBuffer();
        },
        "/* ttl=30s");
  }

  @Test
  void areLetGoWhenTheBodyPassesItsCap() throws Exception {
    assertLetGo(
        (request, response) -> {
          response.getOutputStream().write(new byte[40_000]);
          response.flushBuffer();
          response.getOutputStream().write(new byte[40_000]);
        },
        "/* ttl=30s maxBody=50KB");
  }

  @Test
  void areLetGoTogetherWhereTheStoreHasNoRoomForTheAnswer() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    CountDownLatch together = new CountDownLatch(5);
    try (Site site =
        Site.of(
                (request, response) -> {
                  begun.countDown();
                  if (runs.incrementAndGet() == 1) {
                    await(go);
                  } else {
                    together.countDown();
                    await(together);
                  }
                  response.setBufferSize(200_000); // else it streams, and is told before
                  response.getOutputStream().write(new byte[100_000]);
                })
            .over(Larder.open("memory:?maxBytes=64KB"))
            .rules("/* ttl=30s")
            .start()) {
      List<Future<RawResponse>> answers = leaderAndFollowers(site, 5);
      go.countDown();

      for (Future<RawResponse> each : answers) {
        assertThat(each.get(20, TimeUnit.SECONDS).first("Cache-Status"))
            .matches("larder; fwd=uri-miss; detail=(limit|not-shared)");
      }
      assertThat(runs).hasValue(6);
    }
  }

  @Test
  void goToTheHandlerFourAtATimeWhereTheLeaderFailed() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    CountDownLatch inside = new CountDownLatch(1);
    try (Site site =
        Site.of(
                (request, response) -> {
                  boolean leads = runs.incrementAndGet() == 1;
                  begun.countDown();
                  await(leads ? go : inside);
                  response.setStatus(503);
                })
            .start()) {
      List<Future<RawResponse>> answers = leaderAndFollowers(site, 30);
      go.countDown();

      Awaitility.await().until(() -> runs.get() == 5);
      Awaitility.await().during(Duration.ofMillis(200)).until(() -> runs.get() == 5);
      inside.countDown();
      for (Future<RawResponse> each : answers) {
        assertThat(each.get(20, TimeUnit.SECONDS).status()).isEqualTo(503);
      }
      assertThat(runs).hasValue(31);
    }
  }

  @Test
  void goToTheHandlerThemselvesAfterTheirTime() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    Larder larder = Larder.open("memory:");
    CacheFilter filter =
        CacheFilter.builder(larder).rules("/* ttl=30s").waitTimeout(Duration.ofMillis(20)).build();
    try (Site site =
        Site.of(
                (request, response) -> {
                  if (runs.incrementAndGet() == 1) {
                    begun.countDown();
                    await(go);
                  }
                  response.getWriter().print("x");
                })
            .over(larder)
            .filter(filter)
            .start()) {
      List<Future<RawResponse>> leader = ask(site, 1);
      await(begun);

      assertThat(site.get("/a").first("Cache-Status"))
          .isEqualTo("larder; fwd=uri-miss; detail=wait");
      go.countDown();
      assertThat(leader.get(0).get(20, TimeUnit.SECONDS).first("Cache-Status"))
          .isEqualTo("larder; fwd=uri-miss; stored");
    }
  }

  // Undertow alone keeps a short body until the handler returns, though its length is reached.
  @ParameterizedTest
  @CsvSource({
    "JETTY, close, 10",
    "TOMCAT, close, 10",
    "UNDERTOW, close, 10",
    "JETTY, length, 10",
    "TOMCAT, length, 10",
    "JETTY, length, 60000",
    "TOMCAT, length, 60000",
    "UNDERTOW, length, 60000",
  })
  void areHitsWhereTheyComeAfterTheWholeAnswerHadLeft(Container.Kind kind, String end, int size)
      throws Exception {
    CountDownLatch write = new CountDownLatch(1);
    try (Site site =
        Site.of(
                (request, response) -> {
                  begun.countDown();
                  await(write);
                  if (end.equals("length")) {
                    response.setContentLength(size);
                  }
                  response.getOutputStream().write(new byte[size]);
                  if (end.equals("close")) {
                    response.getOutputStream().close();
                  }
                  await(go);
                })
            .on(kind)
            .start()) {
      List<Future<RawResponse>> answers = leaderAndFollowers(site, 1);
      write.countDown();
      // The handler still runs, and its client has been answered.
      assertThat(answers.get(0).get(20, TimeUnit.SECONDS).first("Cache-Status"))
          .isEqualTo("larder; fwd=uri-miss; stored");
      Future<RawResponse> after = ask(site, 1).get(0);
      waitFor(site, 2);
      go.countDown();

      assertThat(answers.get(1).get(20, TimeUnit.SECONDS).first("Cache-Status"))
          .isEqualTo("larder; fwd=uri-miss; collapsed");
      RawResponse hit = after.get(20, TimeUnit.SECONDS);
      assertThat(hit.first("Cache-Status")).startsWith("larder; hit; ttl=30");
      assertThat(hit.body()).hasSize(size);
      assertThat(site.runs()).isOne();
    }
  }

  @Test
  void goToTheHandlerThemselvesWhereTooManyWaitAlready() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    Larder larder = Larder.open("memory:");
    CacheFilter filter =
        CacheFilter.builder(larder)
            .rules("/* ttl=30s")
            .maxWaiters(1)
            .waitTimeout(Duration.ofHours(1))
            .build();
    try (Site site =
        Site.of(
                (request, response) -> {
                  if (runs.incrementAndGet() <= 2) {
                    begun.countDown();
                    await(go);
                  }
                  response.getWriter().print("x");
                })
            .over(larder)
            .filter(filter)
            .start()) {
      List<Future<RawResponse>> waiting = leaderAndFollowers(site, 1);
      Future<RawResponse> other = clients.submit(() -> site.get("/b"));
      Awaitility.await().until(() -> runs.get() == 2);

      // Two keys, and one seat for both of them.
      assertThat(site.get("/b").first("Cache-Status")).contains("fwd=uri-miss; detail=");
      go.countDown();
      assertThat(waiting.get(1).get(20, TimeUnit.SECONDS).first("Cache-Status"))
          .isEqualTo("larder; fwd=uri-miss; collapsed");
      other.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void serveWhatWasStoredBetweenTheLookUpAndTheLead() throws Exception {
    AtomicInteger finds = new AtomicInteger();
    CountDownLatch missed = new CountDownLatch(1);
    Larder larder =
        InterceptedBackend.larder(
            (method, arguments, proceed) -> {
              Object found = proceed.call();
              if (method.equals("find") && finds.incrementAndGet() == 1) {
                missed.countDown();
                await(go);
              }
              return found;
            });
    try (Site site =
        Site.of((request, response) -> response.getWriter().print("x")).over(larder).start()) {
      Future<RawResponse> late = ask(site, 1).get(0);
      await(missed);
      site.get("/a");
      go.countDown();

      assertThat(late.get(20, TimeUnit.SECONDS).first("Cache-Status")).startsWith("larder; hit");
      assertThat(site.runs()).isOne();
    }
  }

  @Test
  void haveANewLeaderWhereTheFirstOnesClientWentAway() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    try (Site site =
        Site.of(
                (request, response) -> {
                  if (runs.incrementAndGet() == 1) {
                    begun.countDown();
                    await(go);
                    throw new IOExceptionOfAClient(response);
                  }
                  response.getWriter().print("second");
                })
            .start()) {
      RawClient gone = new RawClient(site.container.base());
      gone.send("GET", "/a");
      await(begun);
      List<Future<RawResponse>> answers = ask(site, 10);
      waitFor(site, 10);
      gone.abort();
      go.countDown();

      for (Future<RawResponse> each : answers) {
        assertThat(each.get(20, TimeUnit.SECONDS).text()).isEqualTo("second");
      }
    }
  }

  /** What a handler meets that writes to a client until it notices that nobody is there. */
  private static final class IOExceptionOfAClient extends IOException {
    private static final long serialVersionUID = 1L;

    IOExceptionOfAClient(HttpServletResponse response) throws IOException {
      while (true) {
        response.getOutputStream().write(new byte[10_000]);
        response.flushBuffer();
      }
    }
  }
}
