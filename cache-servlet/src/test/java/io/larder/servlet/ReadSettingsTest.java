package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Larder;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawClient;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a rule says about what its handler reads. */
class ReadSettingsTest {

  private static final String STORED = "larder; fwd=uri-miss; stored";

  private static String status(RawResponse answer) {
    return answer.first("Cache-Status");
  }

  private static boolean isHit(RawResponse answer) {
    return status(answer).startsWith("larder; hit");
  }

  private static void parameters(
      jakarta.servlet.http.HttpServletRequest request,
      jakarta.servlet.http.HttpServletResponse response)
      throws IOException {
    Map<String, String> all = new TreeMap<>();
    request.getParameterMap().forEach((name, values) -> all.put(name, String.join("+", values)));
    response
        .getWriter()
        .print(
            request.getQueryString()
                + " "
                + all
                + " "
                + request.getParameter("utm_source")
                + " "
                + java.util.Arrays.toString(request.getParameterValues("utm_source"))
                + " "
                + Collections.list(request.getParameterNames()).size());
  }

  @ParameterizedTest
  @CsvSource({
    "params=country, /a?country=x&page=2, param:page",
    "ignoreParams=page, /a?country=x&page=2, param:page",
    "key={country}, /a?country=x&page=2, param:page",
    "params=country, /a?country=x&p%61ge=2, param:page"
  })
  void aParameterThatTheKeyLeavesOutIsARead(String keys, String target, String read)
      throws Exception {
    try (Site site =
        Site.of((request, response) -> response.getWriter().print(request.getParameter("page")))
            .rules("/* ttl=30s " + keys)
            .start()) {
      assertThat(site.get(target).text()).isEqualTo("2");
      assertThat(status(site.get(target))).contains("detail=read:" + read);
      assertThat(status(site.get("/a?country=x"))).contains("stored");
      assertThat(isHit(site.get("/a?country=x&utm=1"))).isEqualTo(!keys.startsWith("ignore"));
      assertThat(isHit(site.get("/a?country=x"))).isTrue();
      assertThat(site.get(target).text()).isEqualTo("2");
    }
  }

  @ParameterizedTest
  @EnumSource
  void theWholeQueryIsAReadWhereTheKeyLeavesSomeOfItOut(Container.Kind kind) throws Exception {
    try (Site site =
        Site.of(ReadSettingsTest::parameters)
            .on(kind)
            .rules("/* ttl=30s ignoreParams=utm_*")
            .start()) {
      assertThat(status(site.get("/a?b=1&utm_source=x"))).contains("detail=read:query");
      assertThat(status(site.get("/a?b=1"))).isEqualTo(STORED);
      assertThat(isHit(site.get("/a?b=1"))).isTrue();
      assertThat(site.get("/a?b=1&utm_source=y").text()).startsWith("b=1&utm_source=y");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHandlerDoesNotSeeParametersThatAreHidden(Container.Kind kind) throws Exception {
    try (Site site =
        Site.of(ReadSettingsTest::parameters)
            .on(kind)
            .rules("/* ttl=30s ignoreParams=utm_* hide=params")
            .start()) {
      RawResponse first = site.get("/a?utm_source=evil&b=1&c=%26&b=2&utm_x");
      assertThat(first.text()).isEqualTo("b=1&c=%26&b=2 {b=1+2, c=&} null null 2");
      assertThat(status(first)).isEqualTo(STORED);
      assertThat(isHit(site.get("/a?b=1&c=%26&b=2&utm_source=other"))).isTrue();
      assertThat(site.get("/d?utm_source=evil").text()).isEqualTo("null {} null null 0");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsHiddenIsNotTheLanguageEither(Container.Kind kind) throws Exception {
    try (Site site =
        Site.of(
                (request, response) ->
                    response
                        .getWriter()
                        .print(
                            request.getLocale()
                                + " "
                                + Collections.list(request.getLocales())
                                + request.getContentType()))
            .on(kind)
            .rules("/* ttl=30s hide=header:accept-language,header:content-type")
            .start()) {
      String first = site.get("/a", "Accept-Language: xx", "Content-Type: x/y").text();
      assertThat(first).doesNotContain("xx", "x/y");
      assertThat(isHit(site.get("/a", "Accept-Language: yy"))).isTrue();
    }
  }

  /** They are hidden while the answer may be stored, and from nobody else. */
  @Test
  void whatPassesByIsAsItWas() throws Exception {
    try (Site site =
        Site.of(ReadSettingsTest::parameters)
            .rules("/* ttl=30s ignoreParams=utm_* hide=params,cookies")
            .start()) {
      assertThat(site.send("POST", "/a?utm_source=x", "Content-Length: 0").text())
          .startsWith("utm_source=x");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHandlerDoesNotSeeFieldsThatAreHidden(Container.Kind kind) throws Exception {
    try (Site site =
        Site.of(
                (request, response) ->
                    response
                        .getWriter()
                        .print(
                            java.util.Arrays.toString(request.getCookies())
                                + " "
                                + request.getHeader("Cookie")
                                + " "
                                + request.getHeader("X-Tenant")
                                + " "
                                + request.getIntHeader("X-Number")
                                + " "
                                + request.getDateHeader("X-Date")
                                + " "
                                + request.getHeaders("X-Tenant").hasMoreElements()
                                + " "
                                + Collections.list(request.getHeaderNames()).stream()
                                    .anyMatch(
                                        n ->
                                            n.equalsIgnoreCase("x-tenant")
                                                || n.equalsIgnoreCase("cookie"))))
            .on(kind)
            .rules("/* ttl=30s hide=cookies,headers")
            .start()) {
      RawResponse first =
          site.get("/a", "Cookie: a=b", "X-Tenant: ann", "X-Number: 1", "X-Date: x");
      assertThat(first.text()).isEqualTo("null null null -1 -1 false false");
      assertThat(status(first)).isEqualTo(STORED);
      assertThat(isHit(site.get("/a", "Cookie: a=c", "X-Tenant: bob"))).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatWasReadIsAddedToVaryIfARuleSaysSo(Container.Kind kind) throws Exception {
    try (Site site =
        Site.of(
                (request, response) ->
                    response.getWriter().print("for " + request.getHeader("X-Tenant")))
            .on(kind)
            .rules("/* ttl=30s autoVary")
            .start()) {
      RawResponse first = site.get("/a", "X-Tenant: ann");
      assertThat(status(first)).isEqualTo(STORED);
      assertThat(first.first("Vary")).isEqualTo("x-tenant");
      assertThat(site.get("/a", "X-Tenant: bob").text()).isEqualTo("for bob");
      RawResponse hit = site.get("/a", "X-Tenant: ann");
      assertThat(isHit(hit)).isTrue();
      assertThat(hit.text()).isEqualTo("for ann");
      assertThat(hit.all("Vary")).containsExactly("x-tenant");
    }
  }

  /** Where a container spells the whole URL out, that is of the host that was asked. */
  @ParameterizedTest
  @EnumSource(names = {"JETTY", "UNDERTOW"}) // Tomcat's needs a class path of Servlet 6.1
  void aRedirectLeadsNobodyToAnotherHost(Container.Kind kind) throws Exception {
    try (Site site =
        Site.of((request, response) -> response.sendRedirect("/b"))
            .on(kind)
            .rules("/* ttl=30s anyHost statuses=200,302")
            .start()) {
      assertThat(to(site, "evil.test").status()).isEqualTo(302);
      // What the container answers is stored when its client has it.
      RawResponse hit = await().until(() -> to(site, "good.test"), ReadSettingsTest::isHit);
      assertThat(hit.first("Location")).endsWith("/b").doesNotContain("evil");
    }
  }

  private static RawResponse to(Site site, String host) throws Exception {
    try (RawClient client = new RawClient(site.container.base())) {
      client.sendRaw("GET /a HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
      return client.read("GET");
    }
  }

  @Test
  void cookiesAreNeverAddedToVary() throws Exception {
    try (Site site =
        Site.of((request, response) -> response.getWriter().print(request.getHeader("Cookie")))
            .rules("/* ttl=30s autoVary")
            .start()) {
      assertThat(status(site.get("/a", "Cookie: a=b"))).contains("detail=read:cookies");
    }
  }

  @Test
  void inStrictModeItIsAnExceptionThatSaysWhere() throws Exception {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Filter outside =
        (request, response, chain) -> {
          try {
            chain.doFilter(request, response);
          } catch (RuntimeException e) {
            thrown.set(e);
            throw e;
          }
        };
    Larder larder = Larder.open("memory:");
    try (Site site =
        Site.of((request, response) -> response.getWriter().print(request.getHeader("X-Tenant")))
            .over(larder)
            .outside(outside)
            .filter(CacheFilter.builder(larder).rules("/* ttl=30s").strict(true).build())
            .start()) {
      assertThat(site.get("/a").text()).isEqualTo("null");
      assertThat(thrown.get()).isNull();

      assertThat(site.get("/b", "X-Tenant: ann").status()).isEqualTo(500);
      assertThat(thrown.get())
          .isInstanceOf(LeakException.class)
          .hasMessage(
              "the answer to a request for /b depends on 'header:x-tenant', which the key does not"
                  + " hold: put it into the key, say that it is meant with"
                  + " allowReads=header:x-tenant, hide it, or do not read it");
      assertThat(thrown.get().getCause().getStackTrace())
          .anyMatch(frame -> frame.getClassName().startsWith(ReadSettingsTest.class.getName()));
      assertThat(site.filter.loading()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "allowReads=sessions, allowReads has 'sessions': there are session",
    "allowReads=header:, allowReads has 'header:': there are session",
    "hide=session, 'hide has ''session'': there are cookies, headers, params'",
    "autoVary=1, autoVary '1' is neither true nor false"
  })
  void whatIsNoneIsRefused(String attribute, String message) {
    assertThatThrownBy(() -> CacheRule.parse("/* ttl=1s " + attribute))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  /** A handler that confirms what is stored may read less than when it was made. */
  @ParameterizedTest
  @CsvSource({"Accept: text/html, Accept: application/json", "X-Tenant: ann, X-Tenant: bob"})
  void whatIsConfirmedIsForWhoItWasBefore(String one, String other) throws Exception {
    java.util.concurrent.atomic.AtomicLong now = new java.util.concurrent.atomic.AtomicLong();
    java.util.concurrent.atomic.AtomicBoolean confirms =
        new java.util.concurrent.atomic.AtomicBoolean();
    boolean selects = one.startsWith("Accept");
    try (Site site =
        Site.of(
                (request, response) -> {
                  response.setHeader("ETag", "\"1\"");
                  if (confirms.get()) {
                    response.setStatus(304);
                    return;
                  }
                  response
                      .getWriter()
                      .print(request.getHeader("Accept") + request.getHeader("X-Tenant"));
                })
            .over(Larder.builder().store("memory:").ticker(now::get).build())
            .rules("/* ttl=30s keep=1h")
            .start()) {
      String[] first = selects ? new String[] {one} : new String[0];
      String made = site.get("/a", first).text();
      now.addAndGet(40_000_000_000L);
      confirms.set(true);
      RawResponse confirmed = site.get("/a", first);
      confirms.set(false);
      assertThat(status(confirmed)).contains("fwd-status=304", "stored");
      assertThat(isHit(site.get("/a", first))).isTrue();
      assertThat(site.get("/a", other).text()).isNotEqualTo(made);
      assertThat(site.get("/a", first).text()).isEqualTo(made);
    }
  }
}
