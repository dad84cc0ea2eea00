package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.CacheEntry;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client that asks for the whole never gets the part that was to complete it. */
class BrokenCompletionTest {
  private static final int LENGTH = 100_000;
  private static final int SENT = 60_000;

  /** How the handler fails to give what was missing. */
  enum Trouble {
    THROWS,
    WRITES_TOO_LITTLE,
    WRITES_TOO_LITTLE_LATER
  }

  private final AtomicBoolean well = new AtomicBoolean(true);

  private static void head(HttpServletResponse response, int first, int last) {
    response.setStatus(206);
    response.setHeader("ETag", "\"a\"");
    response.setHeader("Cache-Control", "max-age=600");
    response.setHeader("Content-Range", "bytes " + first + "-" + last + "/" + LENGTH);
    response.setContentLength(last - first + 1);
  }

  private void handle(Trouble trouble, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String range = request.getHeader("Range");
    if (range == null) {
      response.getOutputStream().write(new byte[LENGTH]);
      return;
    }
    int first = Integer.parseInt(range.replaceFirst("bytes=(\\d+)-.*", "$1"));
    int last = Integer.parseInt(range.replaceFirst(".*-(\\d+)", "$1"));
    head(response, first, last);
    if (well.get()) {
      response.getOutputStream().write(new byte[last - first + 1]);
      return;
    }
    if (trouble == Trouble.WRITES_TOO_LITTLE_LATER) {
      AsyncContext context = request.startAsync();
      var unused =
          Site.aside(
              () -> {
                try {
                  response.getOutputStream().write(new byte[SENT]);
                } catch (IOException e) {
                  // The client is gone.
                }
                context.complete();
                return null;
              });
      return;
    }
    response.getOutputStream().write(new byte[SENT]);
    if (trouble == Trouble.THROWS) {
      throw new IllegalStateException("the handler of the test fails");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "JETTY, THROWS",
    "TOMCAT, THROWS",
    "UNDERTOW, THROWS",
    "JETTY, WRITES_TOO_LITTLE",
    "TOMCAT, WRITES_TOO_LITTLE",
    "UNDERTOW, WRITES_TOO_LITTLE",
    "JETTY, WRITES_TOO_LITTLE_LATER",
    "TOMCAT, WRITES_TOO_LITTLE_LATER",
    "UNDERTOW, WRITES_TOO_LITTLE_LATER"
  })
  void isAnError(Container.Kind kind, Trouble trouble) throws Exception {
    try (Site site =
        Site.of((request, response) -> handle(trouble, request, response))
            .on(kind)
            .rules("/* proxy")
            .start()) {
      assertThat(site.get("/a", "Range: bytes=0-49").status()).isEqualTo(206);
      // What has reached its announced length is sent before it is stored.
      Awaitility.await().until(() -> site.filter.find(site.key("/a")) instanceof CacheEntry);
      well.set(false);
      RawResponse broken = site.get("/a");
      assertThat(broken.status()).isBetween(500, 599);
      well.set(true);

      RawResponse whole = site.get("/a");
      assertThat(whole.status()).isEqualTo(200);
      assertThat(whole.first("Content-Range")).isNull();
      assertThat(whole.body()).hasSize(LENGTH);
    }
  }
}
