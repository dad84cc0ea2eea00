package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.ManyTimes;
import io.larder.cache.Miss;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 9.3.3: a POST whose answer says that it is what a GET would get. */
@ManyTimes
class PostAnswerTest {

  private final CountDownLatch begun = new CountDownLatch(1);
  private final AtomicInteger active = new AtomicInteger();
  private final CountDownLatch go = new CountDownLatch(1);

  private Site site(Container.Kind kind, String rules) throws Exception {
    Site[] site = new Site[1];
    site[0] =
        Site.of((request, response) -> handle(site[0], request, response))
            .on(kind)
            .outside(this::count)
            .rules(rules)
            .start();
    return site[0];
  }

  private void handle(Site site, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    byte[] body = ("run " + site.runs() + " " + request.getMethod()).getBytes("UTF-8");
    String wait = String.valueOf(request.getHeader("Wait"));
    if (request.getHeader("Status") != null) {
      response.setStatus(request.getIntHeader("Status"));
    }
    if (wait.equals("before")) {
      await();
    }
    response.setHeader("Cache-Control", "max-age=60");
    response.setHeader("Content-Location", "/a");
    if (wait.equals("throw")) {
      throw new IOException("on purpose");
    }
    if (wait.equals("flushed")) {
      response.flushBuffer();
      await();
    }
    if (wait.equals("half")) {
      response.setContentLength(body.length);
      response.getOutputStream().write(body, 0, 3);
      response.flushBuffer();
      throw new IOException("on purpose");
    }
    response.getOutputStream().write(body);
  }

  private void count(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    active.incrementAndGet();
    try {
      chain.doFilter(request, response);
    } finally {
      active.decrementAndGet();
    }
  }

  /** Waits for what is done behind the backs of clients that have their answers. */
  private void settle() {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> active.get() == 0);
  }

  private void await() {
    begun.countDown();
    InvalidationTest.awaitLatch(go);
  }

  private static RawResponse post(Site site, String wait, String... fields) {
    try {
      String[] all = new String[fields.length + 1];
      System.arraycopy(fields, 0, all, 1, fields.length);
      all[0] = "Wait: " + wait;
      return Asking.send(site, "POST", "/a", "x=1", all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersLaterGetsAndTakesThePlaceOfWhatWasThere(Container.Kind kind) throws Exception {
    try (Site site = site(kind, "/* proxy")) {
      site.get("/a");
      RawResponse answer = post(site, "no");
      assertThat(answer.text()).isEqualTo("run 2 POST");
      assertThat(answer.all("Cache-Status")).containsExactly("larder; fwd=method; stored");
      RawResponse hit = site.get("/a");
      assertThat(hit.text()).isEqualTo("run 2 POST");
      assertThat(hit.first("Cache-Status")).startsWith("larder; hit");
      assertThat(post(site, "no").text()).isEqualTo("run 3 POST");
      assertThat(site.get("/a").text()).isEqualTo("run 3 POST");
    }
  }

  @Test
  void isNoneForAGetInFrontOfAnApplication() throws Exception {
    try (Site site = site(Container.Kind.JETTY, "/* ttl=30s")) {
      site.get("/a");
      assertThat(post(site, "no").all("Cache-Status")).containsExactly("larder; fwd=method");
      assertThat(site.get("/a").text()).isEqualTo("run 3 GET");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"404", "500"})
  void isNoneThatHasFailed(String status) throws Exception {
    try (Site site = site(Container.Kind.JETTY, "/* proxy")) {
      site.get("/a");
      post(site, "no", "Status: " + status);
      assertThat(site.get("/a").text()).isEqualTo("run 1 GET");
    }
  }

  @ParameterizedTest
  @CsvSource({"before, JETTY", "flushed, JETTY", "before, TOMCAT", "flushed, UNDERTOW"})
  void isOutrunByWhoeverEvictsTheUri(String wait, Container.Kind kind) throws Exception {
    try (Site site = site(kind, "/* proxy")) {
      site.get("/a");
      CompletableFuture<RawResponse> answer = Site.aside(() -> post(site, wait));
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
      site.filter.evict(URI.create("http://127.0.0.1/a"));
      go.countDown();
      assertThat(answer.get(10, TimeUnit.SECONDS).text()).isEqualTo("run 2 POST");
      settle();
      assertThat(site.get("/a").text()).isEqualTo("run 3 GET");
      assertThat(site.get("/a").text()).isEqualTo("run 3 GET");
    }
  }

  @ParameterizedTest
  @EnumSource
  void endsThePageThatWasThereWhenItsHeadLeaves(Container.Kind kind) throws Exception {
    try (Site site = site(kind, "/* proxy")) {
      site.get("/a");
      CompletableFuture<RawResponse> answer = Site.aside(() -> post(site, "flushed"));
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(site.get("/a").text()).isEqualTo("run 3 GET");
      go.countDown();
      assertThat(answer.get(10, TimeUnit.SECONDS).text()).isEqualTo("run 2 POST");
      settle();
      // Which of the two is the newer one, nobody can tell: one of them stays, or a third one.
      String now = site.get("/a").text();
      assertThat(now).isIn("run 2 POST", "run 3 GET", "run 4 GET");
      settle();
      assertThat(site.get("/a").text()).isEqualTo(now);
    }
  }

  @ParameterizedTest
  @CsvSource({"throw, 1", "half, 3"})
  void isStoredOnlyIfItIsWhole(String wait, int expected) throws Exception {
    try (Site site = site(Container.Kind.JETTY, "/* proxy")) {
      site.get("/a");
      post(site, wait);
      settle();
      assertThat(site.get("/a").text()).isEqualTo("run " + expected + " GET");
    }
  }

  /** What is too large is known to be so when its head leaves. */
  @ParameterizedTest
  @CsvSource({"10, false", "1000, true"})
  void saysThatItIsStoredOnlyIfItMayBe(int maxBody, boolean stored) throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  response.setHeader("Cache-Control", "max-age=60");
                  response.setHeader("Content-Location", "/a");
                  response.setContentLength(20);
                  response.getOutputStream().write(new byte[20]);
                })
            .rules("/* proxy maxBody=" + maxBody)
            .start()) {
      assertThat(site.send("POST", "/a").first("Cache-Status").contains("stored"))
          .isEqualTo(stored);
    }
  }

  @Test
  void itIsNotStoredWhereItsRuleHasHadItsNewKeys() throws Exception {
    try (Site site = site(Container.Kind.JETTY, "/* proxy maxNewKeys=1")) {
      assertThat(site.get("/b").first("Cache-Status")).endsWith("stored");
      post(site, "not");
      settle();
      assertThat(site.larder.pages().find(site.key("/a"))).isInstanceOf(Miss.class);
      post(site, "not"); // under a key that was not there before, it is new each time
      settle();
      assertThat(site.larder.pages().find(site.key("/a"))).isInstanceOf(Miss.class);
    }
  }
}
