package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What others on the way of a page do about its coding, beside the cache. */
class CompressedOnceTest {

  private static final String TEXT = CompressedPagesTest.TEXT;
  private static final String GZIP = "Accept-Encoding: gzip";
  private static final String RULE = "/* ttl=30s compress";

  private static void plain(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain");
    response.getOutputStream().write(TEXT.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void assertOnce(RawResponse response) throws IOException {
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.all("Content-Encoding")).containsExactly("gzip");
    byte[] once = new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes();
    assertThat(new String(once, StandardCharsets.ISO_8859_1)).isEqualTo(TEXT);
    assertThat(response.complete()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void aContainerThatCompressesLeavesPagesAsTheyAre(Container.Kind kind) throws Exception {
    try (Site site =
        Site.of(CompressedOnceTest::plain).on(kind).compressing().rules(RULE).start()) {
      RawResponse miss = site.get("/a", GZIP);
      RawResponse hit = site.get("/a", GZIP);
      RawResponse plain = site.get("/a");

      assertOnce(miss);
      assertOnce(hit);
      assertThat(miss.all("Vary")).contains("Accept-Encoding");
      assertThat(hit.all("Vary")).contains("Accept-Encoding");
      assertThat(hit.first("Cache-Status")).startsWith("larder; hit");
      assertThat(plain.all("Content-Encoding")).isEmpty();
      assertThat(plain.text()).isEqualTo(TEXT);
      RawResponse had = site.get("/a", GZIP, "If-None-Match: " + hit.first("ETag"));
      assertThat(had.status()).isEqualTo(304);
      assertThat(site.runs()).isOne();
    }
  }

  /** What the container does by itself, so that the test above is about something. */
  @ParameterizedTest
  @EnumSource
  void theContainerWouldCompress(Container.Kind kind) throws Exception {
    Site.Handler untagged =
        (request, response) -> {
          response.setHeader("Cache-Control", "no-store");
          plain(request, response);
        };
    try (Site site = Site.of(untagged).on(kind).compressing().start()) {
      assertOnce(site.get("/a", GZIP));
    }
  }

  /** One that encodes whatever comes, and says so before it lets the request in. */
  private static Filter encoding() {
    return (request, response, chain) -> {
      HttpServletResponse real = (HttpServletResponse) response;
      if (((HttpServletRequest) request).getHeader("X-Outer") == null) {
        chain.doFilter(request, response);
        return;
      }
      real.setHeader("Content-Encoding", "gzip");
      real.addHeader("Vary", "Accept-Encoding");
      Encoding encoding = new Encoding(real);
      chain.doFilter(request, encoding);
      encoding.out.gzip.finish();
    };
  }

  private static final class Encoding extends HttpServletResponseWrapper {
    private final Out out;

    Encoding(HttpServletResponse real) throws IOException {
      super(real);
      out = new Out(real.getOutputStream());
    }

    @Override
    public void setContentLength(int length) {
      // it will be another one
    }

    @Override
    public void setContentLengthLong(long length) {
      // it will be another one
    }

    @Override
    public ServletOutputStream getOutputStream() {
      return out;
    }
  }

  private static final class Out extends ServletOutputStream {
    private final GZIPOutputStream gzip;

    Out(ServletOutputStream real) throws IOException {
      gzip = new GZIPOutputStream(real);
    }

    @Override
    public void write(int b) throws IOException {
      gzip.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      gzip.write(bytes, offset, length);
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new UnsupportedOperationException();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFilterThatEncodesWhateverComesGetsThePlainPage(Container.Kind kind) throws Exception {
    try (Site site =
        Site.of(CompressedOnceTest::plain).on(kind).outside(encoding()).rules(RULE).start()) {
      site.get("/a", GZIP);
      assertOnce(site.get("/a", GZIP));
      RawResponse outer = site.get("/a", GZIP, "X-Outer: yes");
      assertThat(outer.first("Cache-Status")).startsWith("larder; hit");
      assertOnce(outer);
      assertThat(site.runs()).isOne();
    }
  }

  @Test
  void aFilterInsideThatEncodesIsLeftAlone() throws Exception {
    Filter inner =
        (request, response, chain) -> {
          HttpServletResponse real = (HttpServletResponse) response;
          real.addHeader("Vary", "Accept-Encoding");
          if (!"gzip".equals(((HttpServletRequest) request).getHeader("Accept-Encoding"))) {
            chain.doFilter(request, response);
            return;
          }
          real.setHeader("Content-Encoding", "gzip");
          Encoding encoding = new Encoding(real);
          chain.doFilter(request, encoding);
          encoding.out.gzip.finish();
        };
    try (Site site =
        Site.of(CompressedOnceTest::plain)
            .inside(inner, jakarta.servlet.DispatcherType.REQUEST)
            .rules(RULE)
            .start()) {
      for (int i = 0; i < 2; i++) {
        RawResponse encoded = site.get("/a", GZIP);
        assertOnce(encoded);
        assertThat(encoded.first("ETag")).doesNotContain("-gzip-");
        assertThat(site.get("/a").text()).isEqualTo(TEXT);
      }
      assertThat(site.runs()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoWaitsForAnAnswerGetsItInItsOwnForm(Container.Kind kind) throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    Site.Handler slow =
        (request, response) -> {
          StalePage.await(gate);
          plain(request, response);
        };
    try (Site site = Site.of(slow).on(kind).rules(RULE).start()) {
      List<CompletableFuture<RawResponse>> encoded = List.of(ask(site, GZIP), ask(site, GZIP));
      List<CompletableFuture<RawResponse>> plain = List.of(ask(site), ask(site));
      Awaitility.await().until(() -> site.filter.waiting() == 3);
      gate.countDown();

      for (CompletableFuture<RawResponse> each : encoded) {
        assertOnce(each.get());
      }
      for (CompletableFuture<RawResponse> each : plain) {
        assertThat(each.get().all("Content-Encoding")).isEmpty();
        assertThat(each.get().text()).isEqualTo(TEXT);
      }
      assertThat(site.runs()).isOne();
    }
  }

  private static CompletableFuture<RawResponse> ask(Site site, String... fields) {
    return Site.aside(
        () -> {
          try {
            return site.get("/a", fields);
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }
}
