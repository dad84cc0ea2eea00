package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.CacheEntry;
import io.larder.cache.ManyTimes;
import io.larder.cache.Page;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tags that responses give themselves in {@code Surrogate-Key} and {@code Cache-Tag}. */
@ManyTimes
class ResponseTagsTest {

  private final AtomicInteger version = new AtomicInteger();

  private final Site.Handler tagged =
      (request, response) -> {
        response.setHeader("Surrogate-Key", "one two");
        response.addHeader("surrogate-key", "three");
        response.addHeader("CACHE-TAG", "four,five");
        response.setHeader("X-Seen", response.getHeader("Surrogate-Key"));
        response.getWriter().print("v" + version.incrementAndGet());
      };

  private static void assertUntagged(RawResponse response) {
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.all("Surrogate-Key")).isEmpty();
    assertThat(response.all("Cache-Tag")).isEmpty();
  }

  private static CacheEntry<Page> stored(Site site, String target) {
    return (CacheEntry<Page>) site.filter.find(site.key(target));
  }

  @ParameterizedTest
  @EnumSource
  void becomeTagsThatNoClientSees(Container.Kind kind) throws Exception {
    try (Site site = Site.of(tagged).rules("/* ttl=30s tags=rule").on(kind).start()) {
      RawResponse miss = site.get("/a");
      assertUntagged(miss);
      assertThat(miss.first("X-Seen")).isEqualTo("one two");
      assertUntagged(site.get("/a"));
      assertThat(site.get("/a").text()).isEqualTo("v1");
      assertThat(stored(site, "/a").tags())
          .containsExactlyInAnyOrder("rule", "one", "two", "three", "four", "five");
      assertThat(stored(site, "/a").value().first("Surrogate-Key")).isNull();
      assertThat(stored(site, "/a").value().first("Cache-Tag")).isNull();

      site.larder.invalidate("another");
      assertThat(site.get("/a").text()).isEqualTo("v1");
      site.larder.invalidate("five");
      assertThat(site.get("/a").text()).isEqualTo("v2");
      site.larder.invalidate("three");
      assertThat(site.get("/a").text()).isEqualTo("v3");
    }
  }

  @ParameterizedTest
  @EnumSource
  void arePassedOnAndStoredInAProxy(Container.Kind kind) throws Exception {
    try (Site site = Site.of(tagged).rules("/* ttl=30s override proxy").on(kind).start()) {
      for (int i = 0; i < 2; i++) {
        RawResponse response = site.get("/a");
        assertThat(response.text()).isEqualTo("v1");
        assertThat(response.all("Surrogate-Key")).containsExactly("one two", "three");
        assertThat(response.all("Cache-Tag")).containsExactly("four,five");
      }
      site.larder.invalidate("four");
      assertThat(site.get("/a").text()).isEqualTo("v2");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "JETTY, POST", "TOMCAT, POST", "UNDERTOW, POST",
    "JETTY, HEAD", "TOMCAT, HEAD", "UNDERTOW, HEAD",
    "JETTY, OPTIONS", "TOMCAT, OPTIONS", "UNDERTOW, OPTIONS",
  })
  void leaveNoRequestThatPasses(Container.Kind kind, String method) throws Exception {
    try (Site site = Site.of(tagged).on(kind).start()) {
      assertUntagged(site.send(method, "/a", "Content-Length: 0"));
      assertUntagged(site.get("/a", "Authorization: Basic YTpi"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void leaveNoStreamedResponse(Container.Kind kind) throws Exception {
    Site.Handler streaming =
        (request, response) -> {
          response.setIntHeader("Surrogate-Key", 1);
          response.addIntHeader("Cache-Tag", 2);
          response.flushBuffer();
          response.getOutputStream().write(new byte[100_000]);
        };
    try (Site site = Site.of(streaming).on(kind).start()) {
      assertUntagged(site.get("/a"));
      assertUntagged(site.get("/a"));
      assertThat(site.runs()).isOne();
      assertThat(stored(site, "/a").tags()).containsExactly("1", "2");
    }
  }

  @Test
  void arePassedOnWhereNoRuleHolds() throws Exception {
    try (Site site = Site.of(tagged).rules("/other ttl=30s").start()) {
      assertThat(site.get("/a").all("Surrogate-Key")).containsExactly("one two", "three");
    }
  }

  @Test
  void areTakenBackByAReset() throws Exception {
    Site.Handler resetting =
        (request, response) -> {
          response.setHeader("Cache-Tag", "before");
          response.reset();
          response.setHeader("Cache-Tag", "first");
          response.setHeader("Cache-Tag", "after");
          response.getWriter().print("page");
        };
    try (Site site = Site.of(resetting).start()) {
      site.get("/a");
      assertThat(stored(site, "/a").tags()).containsExactly("after");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void thatAreMoreThanAStoreKeepsForbidStoring(boolean proxy) throws Exception {
    String rule = "/* ttl=30s override tags=rule" + (proxy ? " proxy" : "");
    try (Site site = Site.of((q, s) -> answer(q.getParameter("n"), s)).rules(rule).start()) {
      assertThat(site.get("/a?n=32").first("Cache-Status")).endsWith("; detail=tags");
      assertThat(site.get("/a?n=32").first("Cache-Status")).endsWith("; detail=tags");
      assertThat(site.get("/a?n=33").first("Cache-Status")).endsWith("; detail=tags");
      assertThat(site.get("/a?n=31").first("Cache-Status")).endsWith("; stored");
      assertThat(site.get("/a?n=31").first("Cache-Status")).startsWith("larder; hit");
    }
  }

  private static void answer(String number, jakarta.servlet.http.HttpServletResponse response)
      throws IOException {
    response.setHeader(
        "Surrogate-Key",
        IntStream.range(0, Integer.parseInt(number))
            .mapToObj(each -> "t" + each)
            .collect(Collectors.joining(" ")));
    response.getWriter().print("page");
  }

  @Test
  void thatCannotBeOneForbidStoring() throws Exception {
    Site.Handler odd =
        (request, response) -> {
          response.setHeader(
              "Cache-Tag", "x".repeat(request.getQueryString().equals("long") ? 257 : 256));
          response.getWriter().print("page");
        };
    try (Site site = Site.of(odd).start()) {
      assertThat(site.get("/a?long").first("Cache-Status")).endsWith("; detail=tags");
      assertThat(site.get("/a?short").first("Cache-Status")).endsWith("; stored");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD"})
  void stayWithAPageThatIsConfirmedWithoutThem(String how) throws Exception {
    Site.Handler confirming =
        (request, response) -> {
          response.setHeader("ETag", "\"1\"");
          response.setHeader("Cache-Control", version.get() == 0 ? "max-age=0" : "max-age=60");
          if (version.incrementAndGet() == 1) {
            response.setHeader("Surrogate-Key", "old");
            response.getWriter().print("page");
          } else {
            response.setHeader("Surrogate-Key", "new");
            if (request.getHeader("If-None-Match") != null) {
              response.setStatus(304);
            } else {
              response.setContentLength(4);
              response.getOutputStream().print("page");
            }
          }
        };
    try (Site site = Site.of(confirming).rules("/* ttl=30s keep=1m").start()) {
      site.get("/a");
      assertUntagged(site.send(how, "/a"));
      assertThat(stored(site, "/a").tags()).containsExactlyInAnyOrder("old", "new");
      assertThat(site.get("/a").first("Cache-Status")).startsWith("larder; hit");

      site.larder.invalidate("old");
      assertThat(site.get("/a").first("Cache-Status")).startsWith("larder; fwd");
    }
  }
}
