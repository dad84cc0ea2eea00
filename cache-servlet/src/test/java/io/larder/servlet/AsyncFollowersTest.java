package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.ManyTimes;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests that wait for another one's answer without a thread. */
@ManyTimes
class AsyncFollowersTest {

  private static final int THREADS = 40;
  private static final int FOLLOWERS = 119;

  private final ExecutorService clients = Executors.newCachedThreadPool();
  private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);
  private final AtomicInteger runs = new AtomicInteger();

  @AfterEach
  void stop() {
    go.countDown();
    clients.shutdownNow();
    later.shutdownNow();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static RawResponse get(Future<RawResponse> answer) throws Exception {
    return answer.get(30, TimeUnit.SECONDS);
  }

  private List<Future<RawResponse>> ask(Site site, int times) {
    List<Future<RawResponse>> answers = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      int number = i;
      answers.add(clients.submit(() -> site.get("/a", "X-Number: " + number)));
    }
    return answers;
  }

  private List<Future<RawResponse>> leaderAndFollowers(Site site, int followers) {
    List<Future<RawResponse>> answers = new ArrayList<>(ask(site, 1));
    await(begun);
    answers.addAll(ask(site, followers));
    Awaitility.await().until(() -> site.filter.waiting() == followers);
    return answers;
  }

  private static void assertNothingIsLeft(Site site) {
    Awaitility.await().until(() -> site.filter.waiting() == 0 && site.filter.loading() == 0);
  }

  /** Goes asynchronous, and writes when that many milliseconds are over. */
  private void writeLater(HttpServletRequest request, String text, int delay) {
    AsyncContext context = request.startAsync();
    later.schedule(() -> write(context, text), delay, TimeUnit.MILLISECONDS);
  }

  private static void write(AsyncContext context, String text) {
    try {
      context.getResponse().getWriter().print(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      context.complete();
    }
  }

  @ParameterizedTest
  @EnumSource
  void leaveTheirThreadsToAnAsynchronousHandler(Container.Kind kind) throws Exception {
    try (Site site =
        Site.of((request, response) -> writeLater(request, request.getRequestURI(), 300))
            .on(kind)
            .threads(THREADS)
            .start()) {
      // Of a few rounds one is fast enough, however busy the machine is; the first one warms up.
      Duration best = answersWithAllOthersWaiting(site, "/0");
      for (int round = 1; round <= 5 && best.toMillis() > 600; round++) {
        Duration took = answersWithAllOthersWaiting(site, "/" + round);
        best = took.compareTo(best) < 0 ? took : best;
      }
      System.out.printf(
          "%s, %d threads: with %d requests waiting for it, an answer of 300 ms took %d ms%n",
          kind, THREADS, FOLLOWERS, best.toMillis());
      assertThat(best).isLessThanOrEqualTo(Duration.ofMillis(600));
      assertNothingIsLeft(site);
    }
  }

  /** How long the leader's client waits for its answer. */
  private Duration answersWithAllOthersWaiting(Site site, String path) throws Exception {
    int before = site.runs();
    Future<Duration> leader =
        clients.submit(
            () -> {
              long start = System.nanoTime();
              assertThat(site.get(path).text()).isEqualTo(path);
              return Duration.ofNanos(System.nanoTime() - start);
            });
    Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> site.runs() == before + 1);
    List<Future<RawResponse>> answers = new ArrayList<>();
    for (int i = 0; i < FOLLOWERS; i++) {
      answers.add(clients.submit(() -> site.get(path)));
    }
    Duration took = leader.get(20, TimeUnit.SECONDS);
    for (Future<RawResponse> each : answers) {
      assertThat(get(each).text()).isEqualTo(path);
    }
    assertThat(site.runs()).isEqualTo(before + 1);
    return took;
  }

  @ParameterizedTest
  @EnumSource
  void waitInNumbersThatThreadsWouldNotAllow(Container.Kind kind) throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  begun.countDown();
                  await(go);
                  response.getWriter().print("once");
                })
            .on(kind)
            .threads(THREADS)
            .start()) {
      List<Future<RawResponse>> answers = leaderAndFollowers(site, FOLLOWERS);
      go.countDown();

      int collapsed = 0;
      for (Future<RawResponse> each : answers) {
        RawResponse answer = get(each);
        assertThat(answer.text()).isEqualTo("once");
        assertThat(answer.all("Cache-Status")).hasSize(1);
        collapsed += answer.first("Cache-Status").endsWith("; collapsed") ? 1 : 0;
      }
      assertThat(collapsed).isEqualTo(FOLLOWERS);
      assertThat(site.runs()).isOne();
      assertNothingIsLeft(site);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "JETTY, false",
    "TOMCAT, false",
    "UNDERTOW, false",
    "JETTY, true",
    "TOMCAT, true",
    "UNDERTOW, true"
  })
  void getTheirOwnAnswersWhereOneIsNotForAll(Container.Kind kind, boolean seen) throws Exception {
    Site.Builder builder =
        Site.of(
                (request, response) -> {
                  begun.countDown();
                  await(go);
                  response.setHeader("Cache-Control", "private");
                  response.setHeader("Larder-Cache-Control", "max-age=9");
                  response.getWriter().print(request.getHeader("X-Number"));
                })
            .on(kind)
            .threads(THREADS);
    try (Site site = (seen ? builder.seesDispatches() : builder).start()) {
      List<Future<RawResponse>> answers = leaderAndFollowers(site, FOLLOWERS);
      go.countDown();

      assertThat(get(answers.get(0)).first("Cache-Status"))
          .isEqualTo("larder; fwd=uri-miss; detail=private");
      for (int i = 0; i < FOLLOWERS; i++) {
        RawResponse answer = get(answers.get(1 + i));
        assertThat(answer.text()).isEqualTo("" + i);
        assertThat(answer.all("Cache-Status"))
            .containsExactly("larder; fwd=uri-miss; detail=not-shared");
        assertThat(answer.all("Larder-Cache-Control")).isEmpty();
      }
      assertThat(site.runs()).isEqualTo(1 + FOLLOWERS);
      assertNothingIsLeft(site);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "JETTY, false",
    "TOMCAT, false",
    "UNDERTOW, false",
    "JETTY, true",
    "TOMCAT, true",
    "UNDERTOW, true"
  })
  void goToTheHandlerFourAtATimeWhereTheLeaderFailed(Container.Kind kind, boolean seen)
      throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch four = new CountDownLatch(4);
    Site.Builder builder =
        Site.of(
                (request, response) -> {
                  if (runs.incrementAndGet() == 1) {
                    begun.countDown();
                    await(go);
                  } else {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    four.countDown();
                    await(four);
                    inside.decrementAndGet();
                  }
                  throw new IllegalStateException("the handler of the test fails");
                })
            .on(kind)
            .threads(THREADS);
    try (Site site = (seen ? builder.seesDispatches() : builder).start()) {
      List<Future<RawResponse>> answers = leaderAndFollowers(site, 30);
      go.countDown();

      for (Future<RawResponse> each : answers) {
        assertThat(get(each).status()).isEqualTo(500);
      }
      assertThat(runs).hasValue(31);
      assertThat(most).hasValue(4);
      assertNothingIsLeft(site);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "JETTY, false",
    "TOMCAT, false",
    "UNDERTOW, false",
    "JETTY, true",
    "TOMCAT, true",
    "UNDERTOW, true"
  })
  void areSentBackAsTheyCame(Container.Kind kind, boolean seen) throws Exception {
    Site.Builder builder =
        Site.of(
                (request, response) -> {
                  begun.countDown();
                  await(go);
                  response.setHeader("Cache-Control", "private");
                  response
                      .getWriter()
                      .print(
                          String.join(
                              " ",
                              request.getRequestURI(),
                              request.getPathInfo(),
                              request.getQueryString(),
                              String.join(",", request.getParameterValues("a")),
                              String.join(",", request.getParameterValues("b"))));
                })
            .on(kind);
    try (Site site = (seen ? builder.seesDispatches() : builder).start()) {
      String target = "/a%20b/caf%C3%A9;x=y?a=1&b=%26+%25&a=2";
      Future<RawResponse> leader = clients.submit(() -> site.get(target));
      await(begun);
      Future<RawResponse> follower = clients.submit(() -> site.get(target));
      Awaitility.await().until(() -> site.filter.waiting() == 1);
      go.countDown();

      assertThat(get(follower).text()).isEqualTo(get(leader).text());
    }
  }
}
