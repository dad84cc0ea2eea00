package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Larder;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What looks as if the key held it, or as if it told nothing, and does not. */
class UnkeyedReadsTest {

  private static final String CONTENT = "Content-Type: text/plain";

  private static Site site(Function<HttpServletRequest, Object> read) throws Exception {
    return Site.of((request, response) -> response.getWriter().print("" + read.apply(request)))
        .rules("/* ttl=30s methods=GET,QUERY,POST")
        .start();
  }

  private static String status(RawResponse answer) {
    return answer.first("Cache-Status");
  }

  /** The key of content has the four fields that describe it, not all that begin like them. */
  @ParameterizedTest
  @ValueSource(strings = {"QUERY", "POST"})
  void aFieldThatOnlyBeginsLikeThoseOfContentIsNotInItsKey(String method) throws Exception {
    try (Site site = site(request -> request.getHeader("Content-User"))) {
      RawResponse ann = Asking.send(site, method, "/a", "asked", CONTENT, "Content-User: ann");
      assertThat(ann.text()).isEqualTo("ann");
      assertThat(status(ann)).endsWith("; detail=read:header:content-user");
      RawResponse bob = Asking.send(site, method, "/a", "asked", CONTENT, "Content-User: bob");
      assertThat(bob.text()).isEqualTo("bob");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Type", "Encoding", "Language", "Location"})
  void thoseThatDescribeItAre(String name) throws Exception {
    String field = "Content-" + name;
    try (Site site = site(request -> request.getHeader(field))) {
      String[] fields = {field + ": a"};
      assertThat(status(Asking.send(site, "QUERY", "/a", "asked", fields))).endsWith("; stored");
      assertThat(status(Asking.send(site, "QUERY", "/a", "asked", fields)))
          .startsWith("larder; hit");
      assertThat(Asking.send(site, "QUERY", "/a", "asked", field + ": b").text()).isEqualTo("b");
    }
  }

  @Test
  void thatThereIsACookieIsReadWithTheNames() throws Exception {
    try (Site site =
        site(request -> Collections.list(request.getHeaderNames()).contains("Cookie"))) {
      RawResponse known = site.get("/a", "Cookie: a=1");
      assertThat(known.text()).isEqualTo("true");
      assertThat(status(known)).endsWith("; detail=read:cookies");
      assertThat(status(site.get("/a"))).endsWith("; stored");
      assertThat(status(site.get("/a"))).startsWith("larder; hit");
      assertThat(site.get("/a", "Cookie: a=1").text()).isEqualTo("true");
    }
  }

  /** Frameworks look there for WebSockets; clients say {@code keep-alive} and {@code close}. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "keep-alive        | false",
        "close             | false",
        "Keep-Alive, close | false",
        "Upgrade, HTTP2-Settings | false",
        "x-ann             | true",
        "close, x-ann      | true"
      })
  void whatAConnectionSaysCountsIfItIsMoreThanUsual(String value, boolean counts) throws Exception {
    try (Site site = site(request -> request.getHeader("Connection"))) {
      assertThat(status(site.get("/a", "Connection: " + value)))
          .endsWith(counts ? "; detail=read:header:connection" : "; stored");
    }
  }

  @Test
  void settingsOfAnotherProtocolCount() throws Exception {
    try (Site site = site(request -> request.getHeader("HTTP2-Settings"))) {
      assertThat(status(site.get("/a", "HTTP2-Settings: ann")))
          .endsWith("; detail=read:header:http2-settings");
    }
  }

  /** Whoever takes an attribute away finds nothing of it, and so does everybody else there. */
  @Test
  void whatWasTakenAwayInsideTellsNothing() throws Exception {
    Filter outer =
        (request, response, chain) -> {
          request.setAttribute("user", ((HttpServletRequest) request).getHeader("X-User"));
          chain.doFilter(request, response);
        };
    try (Site site =
        Site.of(
                (request, response) -> {
                  request.removeAttribute("user");
                  response.getWriter().print(request.getAttribute("user"));
                })
            .outside(outer)
            .start()) {
      assertThat(status(site.get("/a", "X-User: ann"))).endsWith("; stored");
      assertThat(status(site.get("/a", "X-User: bob"))).startsWith("larder; hit");
      assertThat(status(site.get("/a"))).startsWith("larder; hit");
    }
  }

  /** A key that a function makes of one of them tells nothing of the other. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aWholeUrlHasSchemeAndHost(boolean keyedByHost) throws Exception {
    Larder larder = Larder.open("memory:");
    CacheRule rule =
        CacheRule.path("/*")
            .ttl(Duration.ofSeconds(30))
            .key(request -> keyedByHost ? request.host() : request.scheme())
            .build();
    try (Site site =
        Site.of((request, response) -> response.getWriter().print(request.getRequestURL()))
            .over(larder)
            .filter(CacheFilter.builder(larder).rule(rule).build())
            .start()) {
      assertThat(status(site.get("/a"))).endsWith("; detail=read:host");
    }
  }

  /** Spring's filters mark a request so; nobody else's attribute is theirs by its name. */
  @Test
  void aMarkOfAFilterIsOneOnlyIfItIsTrue() throws Exception {
    for (Object value : List.of(true, "ann")) {
      Filter outer =
          (request, response, chain) -> {
            request.setAttribute("app.user.FILTERED", value);
            chain.doFilter(request, response);
          };
      try (Site site =
          Site.of(
                  (request, response) ->
                      response.getWriter().print(request.getAttribute("app.user.FILTERED")))
              .outside(outer)
              .start()) {
        assertThat(status(site.get("/a")))
            .endsWith(
                value.equals(true) ? "; stored" : "; detail=read:attribute:app.user.FILTERED");
      }
    }
  }
}
