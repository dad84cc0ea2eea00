package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the key does not hold, read by other ways than its own name. */
class SidewaysReadsTest {

  private static String status(RawResponse answer) {
    return answer.first("Cache-Status");
  }

  private static boolean isHit(RawResponse answer) {
    return status(answer).startsWith("larder; hit");
  }

  @ParameterizedTest
  @EnumSource
  void aHiddenLanguageIsNoLocale(Container.Kind kind) throws Exception {
    try (Site site =
        Site.of(
                (request, response) ->
                    response
                        .getWriter()
                        .print(request.getLocale() + " " + Collections.list(request.getLocales())))
            .on(kind)
            .rules("/* ttl=30s hide=header:accept-language")
            .start()) {
      Locale own = Locale.getDefault();
      String other = own.getLanguage().equals("fr") ? "de" : "fr";
      RawResponse first = site.get("/a", "Accept-Language: " + other);
      assertThat(first.text()).isEqualTo(own + " [" + own + "]");
      assertThat(isHit(site.get("/a"))).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHiddenTypeIsNoEncoding(Container.Kind kind) throws Exception {
    try (Site site =
        Site.of(
                (request, response) ->
                    response
                        .getWriter()
                        .print(request.getContentType() + " " + request.getCharacterEncoding()))
            .on(kind)
            .rules("/* ttl=30s hide=header:content-type")
            .start()) {
      assertThat(site.get("/a", "Content-Type: text/x;charset=UTF-16").text())
          .isEqualTo("null null");
      assertThat(isHit(site.get("/a"))).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theEncodingIsPartOfTheType(Container.Kind kind) throws Exception {
    try (Site site =
        Site.of((request, response) -> response.getWriter().print(request.getCharacterEncoding()))
            .on(kind)
            .start()) {
      String type = "Content-Type: text/plain;charset=ISO-8859-1";
      assertThat(site.get("/a", type).text()).isEqualTo("ISO-8859-1");
      assertThat(site.get("/a").text()).isEqualTo("null");
      assertThat(isHit(site.get("/a"))).isTrue();
      assertThat(site.get("/a", type).text()).isEqualTo("ISO-8859-1");
    }
  }

  /** As frameworks have it for each request. */
  @ParameterizedTest
  @EnumSource
  void anEncodingThatWasSetInsideMayBeRead(Container.Kind kind) throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  request.setCharacterEncoding("UTF-8");
                  response.getWriter().print(request.getCharacterEncoding());
                })
            .on(kind)
            .rules("/* ttl=30s hide=header:content-type")
            .start()) {
      assertThat(site.get("/a", "Content-Type: text/plain;charset=ISO-8859-1").text())
          .isEqualTo("UTF-8");
      assertThat(isHit(site.get("/a"))).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAsynchronousDispatchTellsNoQueryOfOthers(Container.Kind kind) throws Exception {
    try (Site site =
        Site.of(SidewaysReadsTest::dispatched).on(kind).rules("/* ttl=30s params=x").start()) {
      assertThat(site.get("/a?user=ann").text()).isEqualTo("user=ann");
      assertThat(site.get("/a?user=bob").text()).isEqualTo("user=bob");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAsynchronousDispatchTellsNothingOfAHiddenQuery(Container.Kind kind) throws Exception {
    try (Site site =
        Site.of(SidewaysReadsTest::dispatched)
            .on(kind)
            .rules("/* ttl=30s params=x hide=params")
            .start()) {
      assertThat(site.get("/a?user=ann").text()).isEqualTo("null");
    }
  }

  private static void dispatched(
      HttpServletRequest request, jakarta.servlet.http.HttpServletResponse response)
      throws java.io.IOException {
    if (request.getDispatcherType() == DispatcherType.REQUEST) {
      request.startAsync().dispatch();
    } else {
      response.getWriter().print(request.getAttribute(AsyncContext.ASYNC_QUERY_STRING));
    }
  }

  private static Filter sets(String attribute) {
    return (request, response, chain) -> {
      String user = ((HttpServletRequest) request).getHeader("X-User");
      if (user != null) {
        request.setAttribute(attribute, user);
      }
      chain.doFilter(request, response);
    };
  }

  @ParameterizedTest
  @EnumSource
  void theNameOfAnAttributeTellsThatItIsThere(Container.Kind kind) throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  boolean staff = Collections.list(request.getAttributeNames()).contains("staff");
                  response.getWriter().print(staff ? "internal" : "public");
                })
            .on(kind)
            .outside(sets("staff"))
            .start()) {
      RawResponse first = site.get("/a", "X-User: ann");
      assertThat(first.text()).isEqualTo("internal");
      assertThat(status(first)).endsWith("detail=read:attribute:staff");
      assertThat(site.get("/a").text()).isEqualTo("public");
      assertThat(isHit(site.get("/a"))).isTrue();
    }
  }

  @Test
  void aLanguageThatSomethingOutsideHasFoundIsAUsers() throws Exception {
    String locale = "org.springframework.web.servlet.i18n.CookieLocaleResolver.LOCALE";
    try (Site site =
        Site.of(
                (request, response) ->
                    response.getWriter().print("in " + request.getAttribute(locale)))
            .outside(sets(locale))
            .start()) {
      assertThat(site.get("/a", "X-User: fr").text()).isEqualTo("in fr");
      assertThat(site.get("/a", "X-User: de").text()).isEqualTo("in de");
    }
  }

  /** Taking back what was said is saying something. */
  @ParameterizedTest
  @EnumSource
  void countsWhereAllIsTakenBack(Container.Kind kind) throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  response.getWriter().print("page");
                  if (request.getHeader("X-Empty") != null) {
                    if (request.getRequestURI().equals("/head")) {
                      response.reset();
                    } else {
                      response.resetBuffer();
                    }
                  }
                })
            .on(kind)
            .start()) {
      for (String path : new String[] {"/head", "/body"}) {
        RawResponse first = site.get(path, "X-Empty: 1");
        assertThat(first.text()).isEmpty();
        assertThat(status(first)).endsWith("detail=read:header:x-empty");
        assertThat(site.get(path).text()).isEqualTo("page");
      }
    }
  }

  /** Jetty hands on what others refuse, and browsers escape. */
  @Test
  void aQueryWithoutItsEscapesIsNotForThoseWhoSendThem() throws Exception {
    try (Site site =
        Site.of((request, response) -> response.getWriter().print(request.getQueryString()))
            .start()) {
      RawResponse first = site.get("/a?q=\"'<b>");
      assertThat(first.text()).isEqualTo("q=\"'<b>");
      assertThat(status(first)).endsWith("detail=read:query");
      assertThat(site.get("/a?q=%22%27%3Cb%3E").text()).isEqualTo("q=%22%27%3Cb%3E");
      assertThat(isHit(site.get("/a?q=%22%27%3Cb%3E"))).isTrue();
    }
  }

  /** Undertow shows one question mark less than was sent. */
  @ParameterizedTest
  @EnumSource
  void aHiddenQueryIsHiddenBehindTwoQuestionMarks(Container.Kind kind) throws Exception {
    try (Site site =
        Site.of((request, response) -> response.getWriter().print(request.getQueryString()))
            .on(kind)
            .rules("/* ttl=30s params=x hide=params")
            .start()) {
      assertThat(site.get("/a??user=ann").text()).isEqualTo("null");
      assertThat(site.get("/b???user=ann").text()).isEqualTo("null");
      assertThat(site.get("/c??user=ann&x=1").text()).isEqualTo("x=1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyValueIsSaid(Container.Kind kind) throws Exception {
    try (Site site =
        Site.of((request, response) -> response.getWriter().print(request.getHeader("X-Tenant")))
            .on(kind)
            .start()) {
      RawResponse first = site.get("/a", "X-Tenant: ");
      assertThat(first.text()).isEmpty();
      assertThat(status(first)).endsWith("detail=read:header:x-tenant");
      assertThat(site.get("/a", "X-Tenant: ann").text()).isEqualTo("ann");
    }
  }
}
