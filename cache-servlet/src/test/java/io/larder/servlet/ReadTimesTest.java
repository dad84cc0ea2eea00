package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When, and how, something is read that the key does not hold. */
class ReadTimesTest {

  private static final String STORED = "larder; fwd=uri-miss; stored";

  private static String status(RawResponse answer) {
    return answer.first("Cache-Status");
  }

  private static boolean isHit(RawResponse answer) {
    return status(answer).startsWith("larder; hit");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"body", "field", "status", "type", "cookie", "language", "number", "date"})
  void countsIfAnythingIsSaidAfterIt(String what) throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  response.setContentType("text/plain");
                  response.getWriter().print("page");
                  String unused = request.getRemoteAddr();
                  say(response, what);
                })
            .rules("/* ttl=30s statuses=200,203 storeCookies override")
            .start()) {
      assertThat(status(site.get("/a")))
          .isEqualTo("larder; fwd=uri-miss; detail=read:remote-address");
      assertThat(isHit(site.get("/a"))).isFalse();
    }
  }

  private static void say(HttpServletResponse response, String what) throws IOException {
    switch (what) {
      case "body" -> response.getWriter().print("!");
      case "field" -> response.setHeader("X-Said", "late");
      case "status" -> response.setStatus(203);
      case "type" -> response.setContentType("text/html");
      case "cookie" -> response.addCookie(new jakarta.servlet.http.Cookie("a", "b"));
      case "language" -> response.setLocale(java.util.Locale.FRENCH);
      case "number" -> response.addIntHeader("X-Number", 7);
      case "date" -> response.addDateHeader("X-Date", 7);
      default -> throw new IllegalArgumentException(what);
    }
  }

  /** As frameworks do for their books. */
  @ParameterizedTest
  @EnumSource
  void doesNotCountIfTheResponseIsWhole(Container.Kind kind) throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  boolean closes = request.getRequestURI().equals("/closes");
                  if (!closes) {
                    response.setContentLength(4);
                  }
                  response.getWriter().print("page");
                  if (closes) {
                    response.getWriter().close();
                  } else {
                    response.getWriter().flush();
                  }
                  String unused = request.getRemoteAddr();
                  request.getSession(false);
                  request.getCookies();
                })
            .on(kind)
            .start()) {
      for (String path : List.of("/closes", "/announces")) {
        assertThat(status(site.get(path, "Cookie: a=b"))).isEqualTo(STORED);
        await().until(() -> isHit(site.get(path, "Cookie: c=d")));
      }
    }
  }

  /** To say nothing more is an answer too. */
  @ParameterizedTest
  @CsvSource({
    "JETTY, ''",
    "TOMCAT, ''",
    "UNDERTOW, ''",
    "JETTY, head",
    "TOMCAT, head",
    "JETTY, flush",
    "JETTY, reset"
  })
  void countsIfNothingIsSaidAfterIt(Container.Kind kind, String before) throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  if (before.equals("head") || before.equals("flush")) {
                    response.getWriter().print("head ");
                  }
                  boolean blocked = request.getHeader("X-Blocked") != null;
                  if (before.equals("flush")) {
                    response.flushBuffer();
                  } else if (before.equals("reset")) {
                    response.reset();
                  }
                  if (!blocked) {
                    response.getWriter().print("page");
                  }
                })
            .on(kind)
            .start()) {
      site.get("/a", "X-Blocked: 1");
      assertThat(site.get("/a").text()).endsWith("page");
      await().until(() -> isHit(site.get("/a")));
      assertThat(site.get("/a", "X-Blocked: 1").text()).doesNotContain("page");
    }
  }

  @ParameterizedTest
  @EnumSource
  void countsAfterTheHeadHasLeft(Container.Kind kind) throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  response.getWriter().print("for ");
                  response.flushBuffer();
                  response.getWriter().print(request.getHeader("X-Tenant"));
                })
            .on(kind)
            .start()) {
      assertThat(site.get("/a", "X-Tenant: ann").text()).isEqualTo("for ann");
      assertThat(site.get("/a", "X-Tenant: bob").text()).isEqualTo("for bob");
      assertThat(site.get("/a").text()).isEqualTo("for null");
      assertThat(isHit(site.get("/a"))).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void countsInAnotherThread(Container.Kind kind) throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  AsyncContext async = request.startAsync();
                  async.start(
                      () -> {
                        try {
                          HttpServletRequest shown = (HttpServletRequest) async.getRequest();
                          async.getResponse().getWriter().print(shown.getHeader("X-Tenant"));
                        } catch (IOException e) {
                          throw new java.io.UncheckedIOException(e);
                        }
                        async.complete();
                      });
                })
            .on(kind)
            .start()) {
      assertThat(site.get("/a", "X-Tenant: ann").text()).isEqualTo("ann");
      assertThat(site.get("/a", "X-Tenant: bob").text()).isEqualTo("bob");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSessionThatIsBegunIsSomebodys(Container.Kind kind) throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  request.getSession().setAttribute("cart", "1");
                  response.getWriter().print("cart of " + request.getSession().getId());
                })
            .on(kind)
            .rules("/* ttl=30s allowAuthenticated storeCookies override")
            .start()) {
      RawResponse first = site.get("/a");
      assertThat(status(first)).contains("detail=read:session");
      assertThat(site.get("/a").text()).isNotEqualTo(first.text());
    }
  }

  @ParameterizedTest
  @EnumSource
  void allFieldsAtOnceAreNoLeak(Container.Kind kind) throws Exception {
    try (Site site = Site.of(ReadTimesTest::copy).on(kind).start()) {
      assertThat(status(site.get("/a", "User-Agent: one", "Accept: */*", "Referer: x")))
          .isEqualTo(STORED);
      assertThat(isHit(site.get("/a", "User-Agent: two", "Accept: */*", "Sec-GPC: 1"))).isTrue();
      assertThat(isHit(site.get("/a", "Accept: text/html"))).isFalse();
    }
  }

  private static void copy(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    List<String> all = new ArrayList<>();
    for (String name : Collections.list(request.getHeaderNames())) {
      all.addAll(Collections.list(request.getHeaders(name)));
    }
    response.getWriter().print("copied");
  }

  @ParameterizedTest
  @CsvSource({
    "Cookie: a=b, cookies",
    "X-User: ann, header:x-user",
    "Forwarded: by=x, header:forwarded"
  })
  void oneOfAllFieldsMayTellWhoAsks(String field, String read) throws Exception {
    try (Site site = Site.of(ReadTimesTest::copy).start()) {
      assertThat(status(site.get("/a", field)))
          .isEqualTo("larder; fwd=uri-miss; detail=read:" + read);
      assertThat(status(site.get("/a"))).isEqualTo(STORED);
      assertThat(isHit(site.get("/a"))).isTrue();
      assertThat(status(site.get("/a", field)))
          .isEqualTo("larder; fwd=vary-miss; detail=read:" + read);
      assertThat(isHit(site.get("/a"))).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"allowAuthenticated", "allowAuthenticated allowReads=principal"})
  void whatWasMadeWithAllFieldsIsForNobodyWithAUser(String attributes) throws Exception {
    try (Site site =
        Site.of(ReadTimesTest::copy)
            .outside(Reading.LOGIN)
            .rules("/* ttl=30s allowReads=header:x-user allowAuthenticated")
            .start()) {
      assertThat(status(site.get("/a"))).isEqualTo(STORED);
      assertThat(isHit(site.get("/a"))).isTrue();
      assertThat(isHit(site.get("/a", "X-User: ann"))).isFalse();
      assertThat(isHit(site.get("/a", "Authorization: x"))).isFalse();
    }
  }

  @Test
  void aFieldThatIsAskedForAfterTheCopyIsRead() throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  copy(request, response);
                  response.getWriter().print(request.getHeader("User-Agent"));
                })
            .start()) {
      assertThat(status(site.get("/a", "User-Agent: one")))
          .isEqualTo("larder; fwd=uri-miss; detail=read:header:user-agent");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatAClientPrefersSelects(Container.Kind kind) throws Exception {
    try (Site site =
        Site.of(
                (request, response) ->
                    response.getWriter().print(request.getLocale().getLanguage()))
            .on(kind)
            .start()) {
      assertThat(status(site.get("/a", "Accept-Language: de"))).isEqualTo(STORED);
      assertThat(site.get("/a", "Accept-Language: fr").text()).isEqualTo("fr");
      for (String language : new String[] {"de", "fr"}) {
        RawResponse again = site.get("/a", "Accept-Language: " + language);
        assertThat(again.text()).isEqualTo(language);
        assertThat(isHit(again)).isTrue();
        assertThat(again.first("Vary")).isNull();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatTheResponseVariesOnMayBeRead(Container.Kind kind) throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  response.setHeader("Vary", "X-Tenant, Cookie");
                  request.getCookies();
                  response.getWriter().print("for " + request.getHeader("X-Tenant"));
                })
            .on(kind)
            .start()) {
      assertThat(status(site.get("/a", "X-Tenant: ann", "Cookie: a=1"))).isEqualTo(STORED);
      assertThat(site.get("/a", "X-Tenant: bob", "Cookie: a=1").text()).isEqualTo("for bob");
      assertThat(isHit(site.get("/a", "X-Tenant: ann", "Cookie: a=1"))).isTrue();
      assertThat(isHit(site.get("/a", "X-Tenant: ann", "Cookie: a=2"))).isFalse();
    }
  }

  @Test
  void whatTheKeyHoldsMayBeRead() throws Exception {
    try (Site site =
        Site.of(
                (request, response) ->
                    response
                        .getWriter()
                        .print(
                            request.getHeader("X-Tenant")
                                + request.getParameter("country")
                                + request.getServerName()
                                + request.getQueryString()))
            .rules("/* ttl=30s headers=X-Tenant params=country")
            .start()) {
      assertThat(status(site.get("/a?country=x", "X-Tenant: ann"))).isEqualTo(STORED);
      assertThat(isHit(site.get("/a?country=x", "X-Tenant: ann"))).isTrue();
      assertThat(isHit(site.get("/a?country=x", "X-Tenant: bob"))).isFalse();
    }
  }

  @Test
  void whoReadsTooMuchIsNotShared() throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  int most = Integer.parseInt(request.getParameter("most"));
                  for (int i = 0; i < most; i++) {
                    String unused = request.getHeader("X-" + i);
                  }
                  response.getWriter().print("x");
                })
            .start()) {
      assertThat(status(site.get("/a?most=" + Reads.MOST))).isEqualTo(STORED);
      assertThat(status(site.get("/a?most=" + (Reads.MOST + 1)))).endsWith("detail=read:too-much");
    }
  }

  @Test
  void whatIsSetInsideMayBeRead() throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  request.setAttribute("model", "x");
                  response.getWriter().print(request.getAttribute("model"));
                })
            .start()) {
      assertThat(status(site.get("/a"))).isEqualTo(STORED);
      assertThat(isHit(site.get("/a"))).isTrue();
    }
  }

  /** They ask together: one leads, the others wait for what is not theirs. */
  @ParameterizedTest
  @EnumSource
  void whoWaitsGetsItsOwn(Container.Kind kind) throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    try (Site site =
        Site.of(
                (request, response) -> {
                  both.countDown();
                  response.getWriter().print("for " + request.getHeader("X-Tenant"));
                })
            .on(kind)
            .start()) {
      List<Future<RawResponse>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String tenant = "" + i;
        answers.add(Site.aside(() -> ask(site, tenant)));
      }
      for (int i = 0; i < 8; i++) {
        assertThat(answers.get(i).get(20, TimeUnit.SECONDS).text()).isEqualTo("for " + i);
      }
      assertThat(both.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static RawResponse ask(Site site, String tenant) {
    try {
      return site.get("/a", "X-Tenant: " + tenant);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
