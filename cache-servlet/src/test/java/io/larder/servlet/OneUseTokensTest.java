package io.larder.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Pages with a nonce or a token against forged requests, which are good for one use alone. */
class OneUseTokensTest {

  private static final String FORM = "<input type=hidden name=_csrf value=t";

  private final AtomicInteger made = new AtomicInteger();

  private void form(HttpServletResponse response) throws IOException {
    response.setContentType("text/html");
    response.getWriter().print("<form>" + FORM + made.incrementAndGet() + "></form>");
  }

  private static void assertNeverShared(Site site, String detail) throws IOException {
    RawResponse first = site.get("/a");
    RawResponse second = site.get("/a");
    assertThat(first.first("Cache-Status")).isEqualTo("larder; fwd=uri-miss; detail=" + detail);
    assertThat(second.first("Cache-Status")).isEqualTo("larder; fwd=uri-miss; detail=" + detail);
    assertThat(site.runs()).isEqualTo(2);
  }

  @Test
  void aNonceInTheHeadIsNotStored() throws Exception {
    for (String name :
        new String[] {"Content-Security-Policy", "Content-Security-Policy-Report-Only"}) {
      try (Site site =
          Site.of(
                  (request, response) -> {
                    response.setHeader(name, "script-src 'nonce-" + made.incrementAndGet() + "'");
                    response.getWriter().print("page");
                  })
              .start()) {
        assertNeverShared(site, "nonce");
      }
    }
  }

  @Test
  void aTokenInTheHeadIsNotStored() throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  response.setHeader("X-CSRF-TOKEN", "t" + made.incrementAndGet());
                  response.getWriter().print("page");
                })
            .start()) {
      assertNeverShared(site, "csrf-token");
    }
  }

  @Test
  void aTokenInAFormIsNotStored() throws Exception {
    try (Site site = Site.of((request, response) -> form(response)).start()) {
      assertNeverShared(site, "csrf-token");
      assertThat(site.get("/a").text()).contains("t3");
    }
  }

  @Test
  void noMoreIsOneWhoseHandlerEndsIt() throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  form(response);
                  response.getWriter().close();
                })
            .start()) {
      assertNeverShared(site, "csrf-token");
    }
  }

  @Test
  void norOneThatIsStreamedWhoseClientIsToldOtherwise() throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  form(response);
                  response.flushBuffer();
                })
            .start()) {
      assertThat(site.get("/a").text()).contains("t1");
      assertThat(site.get("/a").text()).contains("t2");
      assertThat(site.get("/a").first("Cache-Status")).startsWith("larder; fwd=uri-miss");
    }
  }

  @Test
  void norOneThatTheHandlerHasPacked() throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  ByteArrayOutputStream packed = new ByteArrayOutputStream();
                  try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                    gzip.write((FORM + made.incrementAndGet() + ">").getBytes(UTF_8));
                  }
                  response.setContentType("text/html");
                  response.setHeader("Content-Encoding", "gzip");
                  response.setHeader("Vary", "Accept-Encoding");
                  response.getOutputStream().write(packed.toByteArray());
                })
            .start()) {
      assertNeverShared(site, "csrf-token");
    }
  }

  @Test
  void aPageThatGetsOneEndsWhatIsStored() throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  if (made.get() > 0) {
                    form(response);
                  } else {
                    response.setHeader("Cache-Control", "max-age=0, stale-while-revalidate=60");
                    response.getWriter().print("page");
                  }
                })
            .rules("/* keep=1m")
            .start()) {
      site.get("/a");
      made.set(1);
      assertThat(site.get("/a").text()).isEqualTo("page"); // stale, and refreshed behind
      Awaitility.await().until(() -> site.filter.refreshing() == 0);
      assertThat(site.get("/a").text()).contains("_csrf");
    }
  }

  @Test
  void storeTokensStoresIt() throws Exception {
    try (Site site =
        Site.of((request, response) -> form(response)).rules("/* ttl=30s storeTokens").start()) {
      site.get("/a");
      assertThat(site.get("/a").first("Cache-Status")).startsWith("larder; hit");
      assertThat(site.get("/a").text()).contains("t1");
    }
  }

  @Test
  void anOriginBehindAProxyAnswersForWhatItSays() throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  response.setHeader("Cache-Control", "max-age=60");
                  response.setHeader("Content-Security-Policy", "script-src 'nonce-a'");
                  form(response);
                })
            .rules("/* proxy")
            .start()) {
      site.get("/a");
      assertThat(site.get("/a").first("Cache-Status")).startsWith("larder; hit");
    }
  }

  @Test
  void aNonceOfAFilterOutsideCountsOnlyWhereThePageHasIt() throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  response.setContentType("text/html");
                  boolean with = request.getRequestURI().equals("/with");
                  response
                      .getWriter()
                      .print(with ? "<script nonce=n" + made.get() + ">1</script>" : "<p>page");
                })
            .outside(
                (request, response, chain) -> {
                  String nonce = "script-src 'nonce-n" + made.incrementAndGet() + "'";
                  ((HttpServletResponse) response).setHeader("Content-Security-Policy", nonce);
                  chain.doFilter(request, response);
                })
            .start()) {
      site.get("/without");
      RawResponse hit = site.get("/without");
      assertThat(hit.first("Cache-Status")).startsWith("larder; hit");
      assertThat(hit.first("Content-Security-Policy")).contains("nonce-n2");
      assertThat(site.get("/with").first("Cache-Status")).endsWith("detail=nonce");
      assertThat(site.get("/with").text()).contains("nonce=n4");
    }
  }

  @Test
  void whatIsTheSameForAllIsStored() throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  response.setContentType("text/html");
                  response.setHeader("Content-Security-Policy", "script-src 'self'");
                  response.getWriter().print("<form><input name=_csrf value=\"\"><input name=q>");
                })
            .start()) {
      site.get("/a");
      assertThat(site.get("/a").first("Cache-Status")).startsWith("larder; hit");
    }
  }
}
