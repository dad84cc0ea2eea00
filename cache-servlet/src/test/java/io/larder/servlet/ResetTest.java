package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Larder;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A handler that takes back what it has begun, as a proxy does whose origin breaks off. */
class ResetTest {

  private static void answer(HttpServletRequest request, HttpServletResponse response) {
    boolean breaks = request.getHeader("Break") != null;
    AsyncContext context = request.startAsync();
    var unused =
        Site.aside(
            () -> {
              try {
                write(response, breaks);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              } finally {
                context.complete();
              }
              return null;
            });
  }

  private static void write(HttpServletResponse response, boolean breaks) throws IOException {
    response.setHeader("X-First", "1");
    response.getOutputStream().write(new byte[40]);
    if (breaks) {
      response.reset();
      response.setStatus(502);
      response.getOutputStream().print("broken");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "JETTY, true",
    "TOMCAT, true",
    "UNDERTOW, true",
    "JETTY, false",
    "TOMCAT, false",
    "UNDERTOW, false"
  })
  void isAnswered(Container.Kind kind, boolean stale) throws Exception {
    AtomicLong now = new AtomicLong();
    try (Site site =
        Site.of(ResetTest::answer)
            .on(kind)
            .over(Larder.builder().store("memory:").ticker(now::get).build())
            .rules("/* ttl=30s allowReads=headers" + (stale ? " staleIfError=1h" : ""))
            .start()) {
      site.get("/a");
      assertThat(site.get("/a").first("Cache-Status")).startsWith("larder; hit");
      now.addAndGet(Duration.ofSeconds(40).toNanos());

      RawResponse answer = site.get("/a", "Break: 1");
      if (stale) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).hasSize(40);
        assertThat(answer.all("Cache-Status")).hasSize(1);
        assertThat(answer.first("Cache-Status")).contains("stale-if-error");
      } else {
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.text()).isEqualTo("broken");
        assertThat(answer.first("X-First")).isNull();
        assertThat(answer.all("Cache-Status"))
            .containsExactly("larder; fwd=uri-miss; detail=reset");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void leavesNothingOfWhatWasTakenBack(Container.Kind kind) throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  AsyncContext context = request.startAsync();
                  response.getOutputStream().write(new byte[40]);
                  response.reset();
                  response.setStatus(204);
                  context.complete();
                })
            .on(kind)
            .start()) {
      for (int run = 1; run <= 2; run++) {
        RawResponse answer = site.get("/a");
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.all("Cache-Status"))
            .containsExactly("larder; fwd=uri-miss; detail=reset");
      }
    }
  }
}
