package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests that have waited without a thread, and what other filters make of them. */
class FollowersAmongFiltersTest extends FollowersBase {
  /** Sees what a filter inside of the cache sees. */
  private static final Filter INNER =
      (request, response, chain) -> {
        ((HttpServletResponse) response)
            .setHeader("X-Inner", ((HttpServletRequest) request).getDispatcherType().name());
        chain.doFilter(request, response);
      };

  /** All that a request says of its target. */
  private static String target(HttpServletRequest request) {
    return String.join(
        " ",
        request.getRequestURI(),
        request.getPathInfo(),
        request.getQueryString(),
        Arrays.toString(request.getParameterValues("a")),
        Arrays.toString(request.getParameterValues("b")));
  }

  private void writePrivately(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    begun.countDown();
    await(go);
    response.setHeader("Cache-Control", "private");
    response.getWriter().print(request.getHeader("X-Number"));
  }

  @ParameterizedTest
  @EnumSource
  void doNotSkipAFilterInsideThatIsMappedForRequestsOnly(Container.Kind kind) throws Exception {
    try (Site site =
        Site.of(this::writePrivately)
            .on(kind)
            .inside(INNER, DispatcherType.REQUEST)
            .seesDispatches()
            .start()) {
      List<Future<RawResponse>> answers = leaderAndFollowers(site, 5);
      go.countDown();

      for (Future<RawResponse> each : answers) {
        assertThat(get(each).all("X-Inner")).containsExactly("REQUEST");
      }
      assertThat(get(answers.get(1)).first("Cache-Status")).endsWith("detail=not-shared");
      assertNothingIsLeft(site);
    }
  }

  @ParameterizedTest
  @EnumSource
  void passFiltersInsideThatAreMappedForDispatchesToo(Container.Kind kind) throws Exception {
    try (Site site =
        configured(this::writePrivately, true, Duration.ofSeconds(10))
            .on(kind)
            .threads(THREADS)
            .inside(INNER, DispatcherType.REQUEST, DispatcherType.ASYNC)
            .seesDispatches()
            .start()) {
      List<Future<RawResponse>> answers = leaderAndFollowers(site, FOLLOWERS);
      go.countDown();

      assertThat(get(answers.get(0)).all("X-Inner")).containsExactly("REQUEST");
      for (int i = 0; i < FOLLOWERS; i++) {
        RawResponse answer = get(answers.get(1 + i));
        assertThat(answer.all("X-Inner")).containsExactly("ASYNC");
        assertThat(answer.text()).isEqualTo("" + i);
      }
      assertNothingIsLeft(site);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "JETTY, /a%20b/caf%C3%A9?a=1&b=%26+%25&a=2",
    "JETTY, /a?a=1&b=%26+%25&a=2",
    "JETTY, /a%20b/caf%C3%A9",
    "TOMCAT, /a%20b/caf%C3%A9?a=1&b=%26+%25&a=2",
    "UNDERTOW, /a%20b/caf%C3%A9?a=1&b=%26+%25&a=2",
  })
  void keepWhatOuterFiltersHaveWrapped(Container.Kind kind, String target) throws Exception {
    Filter outer =
        (request, response, chain) -> {
          ((HttpServletResponse) response).addHeader("X-Outer", "1");
          ((HttpServletResponse) response).addHeader("Cache-Status", "Before; hit");
          response.setContentType("text/html;charset=utf-8");
          chain.doFilter(
              new HttpServletRequestWrapper((HttpServletRequest) request) {
                @Override
                public String getMethod() {
                  return "GET";
                }

                @Override
                public String getRemoteHost() {
                  return "wrapped";
                }
              },
              new HttpServletResponseWrapper((HttpServletResponse) response));
        };
    try (Site site =
        configured(
                (request, response) -> {
                  begun.countDown();
                  await(go);
                  response.setHeader("Cache-Control", runs.incrementAndGet() == 1 ? "private" : "");
                  response.getWriter().print(request.getRemoteHost() + " " + target(request));
                },
                true,
                Duration.ofSeconds(10))
            .on(kind)
            .outside(outer)
            .seesDispatches()
            .start()) {
      Future<RawResponse> leader = clients.submit(() -> site.get(target));
      await(begun);
      Future<RawResponse> follower = clients.submit(() -> site.get(target));
      Awaitility.await().until(() -> site.filter.waiting() == 1);
      go.countDown();

      RawResponse answer = get(follower);
      assertThat(answer.text()).startsWith("wrapped ").isEqualTo(get(leader).text());
      assertThat(answer.all("X-Outer")).containsExactly("1");
      assertThat(answer.first("Content-Type")).isEqualTo(get(leader).first("Content-Type"));
      assertThat(answer.all("Cache-Status"))
          .containsExactly("Before; hit", "larder; fwd=uri-miss; detail=not-shared");
    }
  }

  @SeenAgainOrNot
  void areSentBackAsTheyCame(Container.Kind kind, boolean seen) throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  begun.countDown();
                  await(go);
                  response.setHeader("Cache-Control", "private");
                  response.getWriter().print(target(request));
                })
            .on(kind)
            .rules("/* proxy") // else path parameters are passed by
            .seesDispatches(seen)
            .start()) {
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
