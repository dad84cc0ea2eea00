package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Answer;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The way of a page through the filter, from end to end, on every container. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SiteContract {
  private static final String HIT = "larder; hit; ttl=\\d+";
  private static final String STORED = "larder; fwd=uri-miss; stored";

  private final Container.Kind kind;
  private Site site;

  SiteContract(Container.Kind kind) {
    this.kind = kind;
  }

  @BeforeAll
  void start() throws Exception {
    site =
        Site.of(this::handle)
            .on(kind)
            .rules("/* ttl=30s tags=page:{page}\n/compressed ttl=30s compress")
            .start();
  }

  @AfterAll
  void stop() {
    site.close();
  }

  private void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String text = "run " + site.runs();
    switch (request.getRequestURI()) {
      case "/async" -> {
        AsyncContext context = request.startAsync();
        context.start(() -> Cases.unchecked(() -> answer(context, text)));
      }
      case "/dispatched" -> request.startAsync().dispatch("/target");
      case "/redirected" -> response.sendRedirect("/elsewhere");
      case "/compressed" -> {
        response.setContentType("text/plain;charset=utf-8");
        response.getWriter().print(CompressedPagesTest.TEXT);
      }
      case "/missing" -> response.sendError(HttpServletResponse.SC_NOT_FOUND);
      default -> {
        response.setContentType("text/plain;charset=utf-8");
        response.getWriter().print(text);
      }
    }
  }

  private static Object answer(AsyncContext context, String text) throws IOException {
    context.getResponse().setContentType("text/plain;charset=utf-8");
    context.getResponse().getWriter().print(text);
    context.complete();
    return null;
  }

  @Test
  void theContainerIsTheOneThatIsMeant() throws IOException {
    String version = kind.version();
    String name = kind.name().toLowerCase(Locale.ROOT);
    assertThat(System.getProperty("larder." + name, version)).isEqualTo(version);
    assertThat(Files.readAllLines(Path.of("../README.md")))
        .filteredOn(line -> line.toLowerCase(Locale.ROOT).startsWith("| " + name + " |"))
        .singleElement()
        .satisfies(row -> assertThat(row).contains(version));
  }

  @Test
  void aSecondRequestIsAHitAndTheThirdHasThePageAlready() throws IOException {
    RawResponse miss = site.get("/page?a");
    RawResponse hit = site.get("/page?a");
    RawResponse had = site.get("/page?a", "If-None-Match: " + hit.first("ETag"));

    assertThat(miss.first("Cache-Status")).isEqualTo(STORED);
    assertThat(hit.first("Cache-Status")).matches(HIT);
    assertThat(hit.text()).startsWith("run ").isEqualTo(miss.text());
    assertThat(hit.first("Content-Type")).isEqualTo(miss.first("Content-Type"));
    assertThat(had.status()).isEqualTo(304);
    assertThat(had.first("Cache-Status")).matches(HIT);
  }

  /**
   * Waits until the container has told of the end, which may be after the client has the answer.
   */
  private void awaitEnd() {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> site.filter.loading() == 0);
  }

  @Test
  void anAsynchronousAnswerIsStored() throws IOException {
    RawResponse miss = site.get("/async");
    awaitEnd();
    RawResponse hit = site.get("/async");

    assertThat(hit.first("Cache-Status")).matches(HIT);
    assertThat(hit.text()).startsWith("run ").isEqualTo(miss.text());
  }

  @Test
  void anAnswerThatWasDispatchedToIsStored() throws IOException {
    RawResponse miss = site.get("/dispatched");
    awaitEnd();
    RawResponse hit = site.get("/dispatched");

    assertThat(hit.first("Cache-Status")).matches(HIT);
    assertThat(hit.text()).startsWith("run ").isEqualTo(miss.text());
  }

  @Test
  void aPageIsStoredCompressedAndSentAsItsClientTakesIt() throws IOException {
    for (String status : new String[] {STORED, HIT, HIT}) {
      RawResponse encoded = site.get("/compressed", "Accept-Encoding: gzip, deflate, br");
      CompressedPagesTest.assertEncoded(encoded);
      assertThat(encoded.first("Cache-Status")).matches(status);
      CompressedPagesTest.assertPlain(site.get("/compressed"));
    }
  }

  @Test
  void anErrorAndARedirectReachTheClient() throws IOException {
    assertThat(site.get("/missing").status()).isEqualTo(404);
    RawResponse redirect = site.get("/redirected");
    assertThat(redirect.status()).isEqualTo(302);
    assertThat(redirect.first("Location")).endsWith("/elsewhere");
  }

  @Test
  void whatWasInvalidatedIsMadeAnew() throws IOException {
    RawResponse first = site.get("/page?page=1");
    assertThat(site.larder.invalidate("page:1")).isEqualTo(Answer.APPLIED);
    RawResponse second = site.get("/page?page=1");
    site.send("POST", "/page?page=1");
    RawResponse third = site.get("/page?page=1");

    assertThat(second.first("Cache-Status")).startsWith("larder; fwd=").endsWith("; stored");
    assertThat(second.text()).isNotEqualTo(first.text());
    assertThat(third.first("Cache-Status")).startsWith("larder; fwd=").endsWith("; stored");
    assertThat(third.text()).isNotEqualTo(second.text());
  }
}
