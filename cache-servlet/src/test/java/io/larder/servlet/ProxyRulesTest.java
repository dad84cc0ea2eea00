package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Larder;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the rule {@code proxy} makes of a filter: a shared cache as RFC 9111 has it. */
class ProxyRulesTest {

  private final Larder larder = Larder.open("memory:");
  private final AtomicReference<Site.Handler> handler = new AtomicReference<>();
  private Site site;

  @BeforeEach
  void start() throws Exception {
    site =
        Site.of((request, response) -> handler.get().handle(request, response))
            .on(Container.Kind.JETTY)
            .over(larder)
            .rules("/* proxy")
            .start();
  }

  @AfterEach
  void stop() {
    site.close();
    larder.close();
  }

  private void answers(int status, String... fields) {
    handler.set(
        (request, response) -> {
          response.setStatus(status);
          for (int i = 0; i < fields.length; i += 2) {
            response.addHeader(fields[i], fields[i + 1]);
          }
          response.getOutputStream().print("body " + request.getHeader("Range"));
        });
  }

  private String second(String... requestFields) throws Exception {
    site.get("/a", requestFields);
    return site.get("/a", requestFields).first("Cache-Status");
  }

  @ParameterizedTest
  @CsvSource({"200", "404", "500", "299", "410", "301"})
  void anyStatusIsStoredThatSaysForHowLong(int status) throws Exception {
    answers(status, "Cache-Control", "max-age=60");
    assertThat(second()).startsWith("larder; hit");
  }

  @ParameterizedTest
  @CsvSource({"200", "500"})
  void noLifetimeIsInvented(int status) throws Exception {
    answers(status);
    assertThat(second()).endsWith("detail=no-lifetime");
  }

  @Test
  void oneIsGuessedWhereTheRfcDoes() throws Exception {
    String old = io.larder.http.HttpDate.format(Instant.now().minus(Duration.ofDays(1)));
    answers(200, "Last-Modified", old);
    assertThat(second()).startsWith("larder; hit");
  }

  @ParameterizedTest
  @CsvSource({"?b=1&a=2, ?a=2&b=1", "?a=+, ?a=%20", "?a&&b, ?a&b", "'', ?"})
  void queriesThatAreSpelledDifferentlyAreDifferent(String one, String other) throws Exception {
    answers(200, "Cache-Control", "max-age=60");
    site.get("/a" + one);
    assertThat(site.get("/a" + other).first("Cache-Status"))
        .isEqualTo("larder; fwd=uri-miss; stored");
    assertThat(site.get("/a" + one).first("Cache-Status")).startsWith("larder; hit");
  }

  @Test
  void noTagIsMade() throws Exception {
    answers(200, "Cache-Control", "max-age=60");
    site.get("/a");
    RawResponse hit = site.get("/a");
    assertThat(hit.first("ETag")).isNull();
  }

  @Test
  void authorizedAnswersAreSharedOnlyIfTheySaySo() throws Exception {
    answers(200, "Cache-Control", "max-age=60");
    assertThat(second("Authorization: x")).endsWith("detail=authorization");
    answers(200, "Cache-Control", "max-age=60, public");
    assertThat(second("Authorization: x")).startsWith("larder; hit");
  }

  @Test
  void theFieldForThisCacheComesBeforeThatForAll() throws Exception {
    answers(200, "Cache-Control", "no-store", "CDN-Cache-Control", "max-age=60");
    assertThat(second()).startsWith("larder; hit");
  }

  @Test
  void fieldsThatAreKeptForOneUserAreLeftOut() throws Exception {
    answers(200, "Cache-Control", "max-age=60, private=\"X-Own\"", "X-Own", "1", "X-All", "2");
    site.get("/a");
    RawResponse hit = site.get("/a");
    assertThat(hit.first("Cache-Status")).startsWith("larder; hit");
    assertThat(hit.first("X-Own")).isNull();
    assertThat(hit.first("X-All")).isEqualTo("2");
  }

  @Test
  void aRangeReachesTheOriginUnlessTheWholeIsStored() throws Exception {
    answers(200, "Cache-Control", "max-age=60");
    RawResponse passed = site.get("/a", "Range: bytes=0-3");
    assertThat(passed.text()).isEqualTo("body bytes=0-3");
    assertThat(passed.first("Cache-Status")).isEqualTo("larder; fwd=uri-miss; stored");

    RawResponse part = site.get("/a", "Range: bytes=0-3");
    assertThat(part.first("Cache-Status")).startsWith("larder; hit");
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.text()).isEqualTo("body");
  }
}
