package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A handler that names the origin of each request, and forgets to say that it varies on it. */
class ReflectedOriginTest {

  private static final String ACAO = "Access-Control-Allow-Origin";
  private static final String A = "Origin: https://a.example";
  private static final String B = "Origin: https://b.example";

  /** As a framework finds it: among all fields. */
  private static @Nullable String origin(HttpServletRequest request) {
    for (String name : Collections.list(request.getHeaderNames())) {
      if (name.equalsIgnoreCase("Origin")) {
        return request.getHeader(name);
      }
    }
    return null;
  }

  private static void reflect(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String origin = origin(request);
    if (origin != null) {
      response.setHeader(ACAO, origin);
    }
    response.setHeader("Vary", "X-Else");
    response.getWriter().print("for " + origin);
  }

  private static Site.Builder reflecting() {
    return Site.of(ReflectedOriginTest::reflect);
  }

  @Test
  void eachOriginHasItsOwnPageAndIsTold() throws Exception {
    try (Site site = reflecting().start()) {
      for (String origin : new String[] {A, B}) {
        RawResponse miss = site.get("/a", origin);
        RawResponse hit = site.get("/a", origin);
        for (RawResponse each : new RawResponse[] {miss, hit}) {
          assertThat(each.text()).isEqualTo("for " + origin.substring(8));
          assertThat(each.first(ACAO)).isEqualTo(origin.substring(8));
          assertThat(each.all("Vary")).containsExactlyInAnyOrder("X-Else", "Origin");
        }
        assertThat(hit.first("Cache-Status")).startsWith("larder; hit");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoNamesNoneHasAPageOfItsOwnWhichEndsNobodyElses(boolean varies) throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  String origin = origin(request);
                  response.setHeader(ACAO, origin);
                  response.setHeader("Vary", varies ? "X-Else" : null);
                  response.getWriter().print("for " + origin);
                })
            .start()) {
      site.get("/a", A);
      assertThat(site.get("/a").text()).isEqualTo("for null");
      assertThat(site.get("/a").first(ACAO)).isNull();
      assertThat(site.get("/a", A).first("Cache-Status")).startsWith("larder; hit");
      assertThat(site.get("/a").first("Cache-Status")).startsWith("larder; hit");
      assertThat(site.runs()).isEqualTo(2);
    }
  }

  @Test
  void whoNamesOneIsNotGivenThePageOfWhoNamesNone() throws Exception {
    try (Site site = reflecting().start()) {
      site.get("/a");
      assertThat(site.get("/a", A).first(ACAO)).isEqualTo("https://a.example");
      assertThat(site.get("/a", B).first(ACAO)).isEqualTo("https://b.example");
      assertThat(site.get("/a").first(ACAO)).isNull();
      assertThat(site.get("/a", A).first("Cache-Status")).startsWith("larder; hit");
    }
  }

  @Test
  void oneThatIsStreamedIsStoredSoToo() throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  response.setHeader(ACAO, origin(request));
                  response.getWriter().print("for ");
                  response.flushBuffer();
                  response.getWriter().print(origin(request));
                })
            .start()) {
      assertThat(site.get("/a", A).first("Vary")).isEqualTo("Origin");
      assertThat(site.get("/a", B).text()).isEqualTo("for https://b.example");
      RawResponse hit = site.get("/a", A);
      assertThat(hit.first("Cache-Status")).startsWith("larder; hit");
      assertThat(hit.text()).isEqualTo("for https://a.example");
      assertThat(hit.first("Vary")).isEqualTo("Origin");
    }
  }

  @Test
  void aConfirmationThatNamesAnOriginIsNotForOthers() throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  response.setHeader("ETag", "\"e\"");
                  response.setHeader("Cache-Control", "max-age=0");
                  if (request.getHeader("If-None-Match") != null) {
                    response.setHeader("Cache-Control", "max-age=60");
                    response.setHeader(ACAO, origin(request));
                    response.setStatus(304);
                  } else {
                    response.getWriter().print("page");
                  }
                })
            .rules("/* keep=1m")
            .start()) {
      site.get("/a");
      RawResponse confirmed = site.get("/a", A);
      assertThat(confirmed.text()).isEqualTo("page");
      assertThat(confirmed.first(ACAO)).isEqualTo("https://a.example");
      assertThat(confirmed.first("Vary")).isEqualTo("Origin");
      assertThat(site.get("/a", B).first(ACAO)).isNotEqualTo("https://a.example");
      assertThat(site.get("/a").first(ACAO)).isNotEqualTo("https://a.example");
      assertThat(site.get("/a", A).first("Cache-Status")).startsWith("larder; hit");
    }
  }

  @Test
  void whatIsAllowedToEverybodyIsOnePage() throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  response.setHeader(ACAO, "*");
                  response.getWriter().print("page");
                })
            .start()) {
      RawResponse miss = site.get("/a", A);
      assertThat(miss.first("Vary")).isNull();
      assertThat(site.get("/a", B).first("Cache-Status")).startsWith("larder; hit");
      assertThat(site.get("/a").first("Cache-Status")).startsWith("larder; hit");
    }
  }

  @Test
  void whatAFilterOutsideSaysIsNoPartOfThePage() throws Exception {
    try (Site site =
        Site.of((request, response) -> response.getWriter().print("page"))
            .outside(
                (request, response, chain) -> {
                  HttpServletResponse http = (HttpServletResponse) response;
                  http.setHeader(ACAO, ((HttpServletRequest) request).getHeader("Origin"));
                  http.setHeader("Vary", "Origin");
                  chain.doFilter(request, response);
                })
            .start()) {
      RawResponse miss = site.get("/a", A);
      RawResponse hit = site.get("/a", B);
      assertThat(hit.first("Cache-Status")).startsWith("larder; hit");
      assertThat(hit.first(ACAO)).isEqualTo("https://b.example");
      assertThat(miss.all("Vary")).containsExactly("Origin");
    }
  }

  @Test
  void anOriginBehindAProxyKnowsWhatItVariesOn() throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  response.setHeader("Cache-Control", "max-age=60");
                  response.setHeader(ACAO, "https://a.example");
                  response.getWriter().print("page");
                })
            .rules("/* proxy")
            .start()) {
      assertThat(site.get("/a", A).first("Vary")).isNull();
      assertThat(site.get("/a", B).first("Cache-Status")).startsWith("larder; hit");
    }
  }
}
