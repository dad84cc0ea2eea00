package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawClient;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests that wait for another one's answer without a thread. */
class AsyncFollowersTest extends FollowersBase {

  /** Goes asynchronous, and writes when that many milliseconds are over. */
  private void writeLater(HttpServletRequest request, String text, int delay) {
    AsyncContext context = request.startAsync();
    later.schedule(() -> write(context, text), delay, TimeUnit.MILLISECONDS);
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
    Map<String, Integer> said = new TreeMap<>();
    for (Future<RawResponse> each : answers) {
      RawResponse answer = get(each);
      assertThat(answer.text()).isEqualTo(path);
      said.merge(answer.first("Cache-Status"), 1, Integer::sum);
    }
    assertThat(site.runs()).as("%s", said).isEqualTo(before + 1);
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
    "JETTY, once",
    "TOMCAT, once",
    "UNDERTOW, once",
    "JETTY, private",
    "TOMCAT, private",
    "UNDERTOW, private"
  })
  void leaveNothingBehindWhereTheirClientsWentAway(Container.Kind kind, String answer)
      throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  begun.countDown();
                  await(go);
                  if (answer.equals("private")) {
                    response.setHeader("Cache-Control", "private");
                  }
                  response.getOutputStream().write(new byte[300_000]);
                })
            .on(kind)
            .threads(THREADS)
            .start()) {
      Future<RawResponse> leader = ask(site, 1).get(0);
      await(begun);
      List<RawClient> gone = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        RawClient client = new RawClient(site.container.base());
        client.send("GET", "/a");
        gone.add(client);
      }
      List<Future<RawResponse>> others = ask(site, 5);
      Awaitility.await().until(() -> site.filter.waiting() == 25);
      for (RawClient each : gone) {
        each.abort();
      }
      go.countDown();

      assertThat(get(leader).body()).hasSize(300_000);
      for (Future<RawResponse> each : others) {
        assertThat(get(each).body()).hasSize(300_000);
      }
      assertNothingIsLeft(site);
    }
  }

  @ParameterizedTest
  @CsvSource({"JETTY, true", "TOMCAT, true", "UNDERTOW, true", "JETTY, false"})
  void keepFewThreadsWaitingForAnAsynchronousHandler(Container.Kind kind, boolean before)
      throws Exception {
    CountDownLatch goAsync = new CountDownLatch(1);
    try (Site site =
        configured(
                (request, response) -> {
                  if (runs.incrementAndGet() > 1) {
                    response.getWriter().print("own");
                    return;
                  }
                  AsyncContext context = before ? null : request.startAsync();
                  begun.countDown();
                  if (before) {
                    await(goAsync);
                  }
                  AsyncContext begunContext = before ? request.startAsync() : context;
                  later.execute(
                      () -> {
                        await(go);
                        write(begunContext, "once");
                      });
                },
                false,
                Duration.ofSeconds(20))
            .on(kind)
            .threads(THREADS)
            .start()) {
      List<Future<RawResponse>> answers = new ArrayList<>(ask(site, 1));
      await(begun);
      answers.addAll(ask(site, 30));
      if (before) {
        Awaitility.await().until(() -> site.filter.waiting() == 30);
        goAsync.countDown();
      }
      Awaitility.await().until(() -> site.filter.waiting() == 16 && runs.get() == 15);
      go.countDown();

      int own = 0;
      for (Future<RawResponse> each : answers) {
        RawResponse answer = get(each);
        boolean alone = answer.text().equals("own");
        own += alone ? 1 : 0;
        assertThat(answer.first("Cache-Status").endsWith("; detail=too-many-waiters"))
            .isEqualTo(alone);
      }
      assertThat(own).isEqualTo(14);
      assertNothingIsLeft(site);
    }
  }

  /** Waits with its thread then, and hands the lead on if it is not to have it. */
  @ParameterizedTest
  @EnumSource
  void needNoRequestThatGoesAsynchronous(Container.Kind kind) throws Exception {
    try (Site site =
        configured(
                (request, response) -> {
                  runs.incrementAndGet();
                  begun.countDown();
                  await(go);
                  response.getWriter().print("once");
                },
                true,
                Duration.ofSeconds(20))
            .on(kind)
            .outside((request, response, chain) -> chain.doFilter(new Never(request), response))
            .threads(THREADS)
            .start()) {
      List<Future<RawResponse>> answers = leaderAndFollowers(site, 5);
      go.countDown();
      for (Future<RawResponse> each : answers) {
        assertThat(get(each).text()).isEqualTo("once");
      }
      assertThat(site.runs()).isOne();
      assertNothingIsLeft(site);
    }
  }

  /** A request of which a filter says that it may go asynchronous, and that cannot. */
  private static final class Never extends HttpServletRequestWrapper {
    Never(ServletRequest request) {
      super((HttpServletRequest) request);
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
      throw new IllegalStateException("not here");
    }
  }
}
