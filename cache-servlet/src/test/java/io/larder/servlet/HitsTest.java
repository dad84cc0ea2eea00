package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HitsTest {

  private static final Site.Handler TEXT =
      (request, response) -> {
        response.setContentType("text/plain;charset=utf-8");
        response.getWriter().print("hello");
      };

  @ParameterizedTest
  @EnumSource
  void headIsAnsweredFromAStoredGet(Container.Kind kind) throws Exception {
    try (Site site = Site.of(TEXT).on(kind).start()) {
      RawResponse get = site.get("/a");
      RawResponse head = site.send("HEAD", "/a");

      assertThat(head.status()).isEqualTo(200);
      assertThat(head.body()).isEmpty();
      assertThat(head.first("Content-Length")).isEqualTo("5");
      assertThat(head.first("ETag")).isEqualTo(get.first("ETag"));
      assertThat(head.first("Cache-Status")).startsWith("larder; hit");
      assertThat(site.runs()).isOne();
    }
  }

  /** RFC 9211, 2.7. */
  @Test
  void theKeyIsNamedWhereTheRuleSaysSo() throws Exception {
    try (Site site = Site.of(TEXT).rules("/a/* ttl=30s statusKey\n/* ttl=30s").start()) {
      String named = "; key=\"" + site.key("/a/%C3%A9?b=1") + "\"";
      assertThat(site.get("/a/%C3%A9?b=1").all("Cache-Status"))
          .containsExactly("larder; fwd=uri-miss; stored" + named);
      assertThat(site.get("/a/%C3%A9?b=1").first("Cache-Status"))
          .startsWith("larder; hit; ttl=")
          .endsWith(named);
      site.get("/b");
      assertThat(site.get("/b").first("Cache-Status")).doesNotContain("key=");
    }
  }

  @Test
  void headIsNeverStored() throws Exception {
    try (Site site = Site.of(TEXT).start()) {
      assertThat(site.send("HEAD", "/a").first("Cache-Status")).isEqualTo("larder; fwd=uri-miss");
      assertThat(site.get("/a").text()).isEqualTo("hello");
      assertThat(site.runs()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoHasThePageGetsA304(Container.Kind kind) throws Exception {
    try (Site site = Site.of(TEXT).on(kind).start()) {
      String etag = site.get("/a").first("ETag");
      RawResponse hit = site.get("/a", "If-None-Match: " + etag);

      assertThat(hit.status()).isEqualTo(304);
      assertThat(hit.body()).isEmpty();
      assertThat(hit.first("ETag")).isEqualTo(etag);
      assertThat(hit.first("Cache-Status")).startsWith("larder; hit");
      assertThat(hit.all("Content-Length")).isNotEqualTo("5");
      assertThat(site.get("/a", "If-None-Match: \"other\"").text()).isEqualTo("hello");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFillAnswers304ToWhoHasThePage(Container.Kind kind) throws Exception {
    try (Site site = Site.of(TEXT).on(kind).start()) {
      String etag = site.get("/a").first("ETag");
      site.filter.evict(site.key("/a"));
      RawResponse miss = site.get("/a", "If-None-Match: " + etag);

      assertThat(miss.status()).isEqualTo(304);
      assertThat(miss.body()).isEmpty();
      assertThat(miss.first("ETag")).isEqualTo(etag);
      assertThat(miss.first("Cache-Status")).isEqualTo("larder; fwd=uri-miss; stored");
      RawResponse hit = site.get("/a");
      assertThat(hit.status()).isEqualTo(200);
      assertThat(hit.text()).isEqualTo("hello");
      assertThat(hit.first("Content-Type")).startsWithIgnoringCase("text/plain;charset=utf-8");
      assertThat(hit.first("Cache-Status")).startsWith("larder; hit");
    }
  }

  @Test
  void ifModifiedSinceIsComparedWithTheHandlersLastModified() throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  response.setHeader("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT");
                  response.getWriter().print("old");
                })
            .start()) {
      site.get("/a");

      assertThat(site.get("/a", "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT").status())
          .isEqualTo(304);
      assertThat(site.get("/a", "If-Modified-Since: Sun, 06 Nov 1994 08:49:36 GMT").status())
          .isEqualTo(200);
      assertThat(site.runs()).isOne();
    }
  }

  @Test
  void conditionsAndRangesAreHiddenFromTheHandler() throws Exception {
    StringBuilder seen = new StringBuilder();
    try (Site site =
        Site.of(
                (request, response) -> {
                  seen.append(request.getHeader("If-None-Match"))
                      .append(request.getHeader("Range"));
                  response.getWriter().print("x");
                })
            .start()) {
      RawResponse response = site.get("/a", "If-None-Match: \"y\"", "Range: bytes=0-0");

      assertThat(seen).hasToString("nullnull");
      assertThat(response.status()).isEqualTo(206);
      assertThat(response.text()).isEqualTo("x");
    }
  }

  @Test
  void theHandlersOwnTagAndDateAreKept() throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  response.setHeader("ETag", "\"own\"");
                  response.setHeader("Date", "Sun, 06 Nov 2022 08:49:37 GMT");
                  response.setHeader("Cache-Control", "max-age=999999999");
                  response.getWriter().print("x");
                })
            .start()) {
      site.get("/a");
      RawResponse hit = site.get("/a");

      assertThat(hit.all("ETag")).containsExactly("\"own\"");
      assertThat(hit.all("Date")).containsExactly("Sun, 06 Nov 2022 08:49:37 GMT");
      assertThat(Long.parseLong(hit.first("Age"))).isGreaterThan(10_000_000);
    }
  }

  @Test
  void whatOtherCachesSaidStaysInFront() throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  response.setHeader("Cache-Status", "origin; hit");
                  response.getWriter().print("x");
                })
            .start()) {
      assertThat(site.get("/a").all("Cache-Status"))
          .containsExactly("origin; hit", "larder; fwd=uri-miss; stored");
      assertThat(site.get("/a").all("Cache-Status")).hasSize(2).first().isEqualTo("origin; hit");
    }
  }

  @Test
  void theOrderOfParametersDoesNotMatterAndTheirValuesDo() throws Exception {
    try (Site site =
        Site.of((request, response) -> response.getWriter().print(request.getQueryString()))
            .start()) {
      site.get("/a?country=Germany&name=Bonn");
      assertThat(site.get("/a?name=Bonn&country=Germany").first("Cache-Status"))
          .startsWith("larder; hit");
      assertThat(site.get("/a?name=Bonn&country=France").text()).contains("France");
      assertThat(site.get("/b?name=Bonn&country=Germany").first("Cache-Status"))
          .isEqualTo("larder; fwd=uri-miss; stored");
    }
  }

  @Test
  void twoHostsHaveTheirOwnPagesUnlessTheRuleSaysOtherwise() throws Exception {
    Site.Handler host = (request, response) -> response.getWriter().print(request.getServerName());
    try (Site site =
        Site.of(host).rules("/own/* ttl=30s\n/any/* ttl=30s anyHost allowReads=host").start()) {
      for (String path : new String[] {"/own/", "/any/"}) {
        raw(site, path, "one.test");
      }

      assertThat(raw(site, "/own/", "two.test").text()).isEqualTo("two.test");
      assertThat(raw(site, "/own/", "ONE.test:80").text()).isEqualTo("one.test");
      assertThat(raw(site, "/any/", "two.test").text()).isEqualTo("one.test");
    }
  }

  private static RawResponse raw(Site site, String target, String host) throws Exception {
    try (var client = new io.larder.servlet.testing.RawClient(site.container.base())) {
      client.sendRaw("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
      return client.read("GET");
    }
  }

  @Test
  void aRequestThatHasNoKeyIsPassedBy() throws Exception {
    try (Site site = Site.of(TEXT).start()) {
      RawResponse response = site.get("/a?x=%zz");

      assertThat(response.first("Cache-Status")).startsWith("larder; fwd=bypass; detail=key-");
      site.get("/a?x=%zz");
      assertThat(site.runs()).isEqualTo(2);
    }
  }

  @Test
  void aGetWithABodyOrAnotherMethodInItsHeadIsPassedBy() throws Exception {
    try (Site site = Site.of(TEXT).start()) {
      site.get("/a");
      assertThat(site.get("/a", "X-HTTP-Method-Override: DELETE").first("Cache-Status"))
          .isEqualTo("larder; fwd=bypass; detail=method-override");
      assertThat(site.get("/a", "Connection: Upgrade", "Upgrade: other").first("Cache-Status"))
          .isEqualTo("larder; fwd=bypass; detail=upgrade");
      assertThat(site.send("OPTIONS", "/a").first("Cache-Status")).isEqualTo("larder; fwd=method");
      assertThat(site.get("/a").first("Cache-Status")).startsWith("larder; hit");
    }
  }

  @Test
  void aBodyTwiceTheSizeOfTheContainersBufferIsServedWhole() throws Exception {
    String big = "0123456789".repeat(20_000);
    try (Site site = Site.of((request, response) -> response.getWriter().print(big)).start()) {
      RawResponse miss = site.get("/a");
      RawResponse hit = site.get("/a");

      assertThat(miss.text()).isEqualTo(big);
      assertThat(miss.all("ETag")).isEmpty();
      assertThat(hit.text()).isEqualTo(big);
      assertThat(hit.all("ETag")).hasSize(1);
      assertThat(hit.first("Content-Length")).isEqualTo("200000");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatAContainerHidesOfAQueryStillTellsPagesApart(Container.Kind kind) throws Exception {
    try (Site site =
        Site.of(
                (request, response) ->
                    request
                        .getParameterMap()
                        .forEach(
                            (name, values) -> {
                              try {
                                response.getWriter().print(name + List.of(values));
                              } catch (IOException e) {
                                throw new UncheckedIOException(e);
                              }
                            }))
            .on(kind)
            .start()) {
      String[] targets = {
        "/a?z=1",
        "/a??z=1",
        "/a???z=1",
        "/a?",
        "/a??",
        "/a?z=1&?z=2",
        "/a??z=1&?z=2",
        "/a?&z=1",
        "/a??&z=1",
        "/a?%7A=2",
        "/a??%7A=2",
      };
      Map<String, String> first = new LinkedHashMap<>();
      for (String target : targets) {
        first.put(target, site.get(target).text());
      }

      assertThat(first.get("/a??z=1")).isEqualTo("?z[1]");
      first.forEach(
          (target, text) -> {
            RawResponse again = get(site, target);
            assertThat(again.text()).as(target).isEqualTo(text);
            assertThat(again.first("Cache-Status")).as(target).startsWith("larder; hit");
          });
    }
  }

  @ParameterizedTest
  @EnumSource
  void aQueryThatNobodyCanReadNeverSharesAPage(Container.Kind kind) throws Exception {
    try (Site site =
        Site.of((request, response) -> response.getWriter().print(request.getQueryString()))
            .on(kind)
            .start()) {
      String[] targets = {"/a?%FF=1", "/a??%FF=1", "/a?%FF=2", "/a?%FF=1&x=1"};
      for (int round = 0; round < 2; round++) {
        Set<String> texts = new HashSet<>();
        for (String target : targets) {
          texts.add(site.get(target).text());
        }
        assertThat(texts).hasSizeGreaterThanOrEqualTo(kind == Container.Kind.UNDERTOW ? 3 : 4);
      }
    }
  }

  private static RawResponse get(Site site, String target) {
    try {
      return site.get(target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
