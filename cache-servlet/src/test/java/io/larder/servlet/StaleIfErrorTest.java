package io.larder.servlet;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Larder;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class StaleIfErrorTest {

  /** How a handler fails. */
  enum Failure {
    STATUS,
    STATUS_WITH_BODY,
    FLUSHED,
    SEND_ERROR,
    SEND_ERROR_AND_GO_ON,
    THROWS,
    THROWS_AFTER_WRITING;

    void happen(HttpServletResponse response) throws IOException {
      response.setHeader("Cache-Control", "no-store");
      switch (this) {
        case STATUS -> response.setStatus(503);
        case STATUS_WITH_BODY -> {
          response.setStatus(503);
          response.getWriter().print("broken");
        }
        case FLUSHED -> {
          response.setStatus(503);
          response.getWriter().print("x".repeat(100_000));
          response.flushBuffer();
        }
        case SEND_ERROR -> response.sendError(503);
        case SEND_ERROR_AND_GO_ON -> {
          response.getWriter().print("half");
          response.sendError(503, "broken");
          response.getWriter().print("more");
        }
        case THROWS -> throw new IOException("broken");
        case THROWS_AFTER_WRITING -> {
          response.getWriter().print("half");
          throw new IllegalStateException("broken");
        }
      }
    }
  }

  private final AtomicLong now = new AtomicLong();
  private volatile Failure failure;

  private void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (failure != null) {
      failure.happen(response);
    } else {
      response.setContentType("text/plain");
      response.getWriter().print("good");
    }
  }

  private Site site(Container.Kind kind, String rule) throws Exception {
    return Site.of(this::handle)
        .on(kind)
        .over(Larder.builder().store("memory:").ticker(now::get).build())
        .rules(rule)
        .start();
  }

  static Stream<Arguments> failures() {
    return Arrays.stream(Container.Kind.values())
        .flatMap(
            kind -> Arrays.stream(Failure.values()).map(failure -> Arguments.of(kind, failure)));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void theStoredResponseIsServedWhereTheHandlerFails(Container.Kind kind, Failure each)
      throws Exception {
    try (Site site = site(kind, "/* ttl=30s staleIfError=1h")) {
      RawResponse good = site.get("/a");
      now.addAndGet(Duration.ofSeconds(33).toNanos());
      failure = each;
      RawResponse stale = site.get("/a");

      assertThat(stale.status()).isEqualTo(200);
      assertThat(stale.text()).isEqualTo("good");
      assertThat(stale.complete()).isTrue();
      assertThat(stale.all("Content-Type")).isEqualTo(good.all("Content-Type"));
      assertThat(stale.all("ETag")).isEqualTo(good.all("ETag"));
      assertThat(stale.all("Cache-Control")).isEmpty();
      assertThat(stale.first("Age")).isEqualTo("33");
      assertThat(stale.all("Cache-Status"))
          .containsExactly(
              "larder; fwd=stale; fwd-status="
                  + (each.name().startsWith("THROWS") ? 500 : 503)
                  + "; ttl=-3; detail=stale-if-error");

      failure = null;
      // The stale response may be there before the handler that failed has returned.
      Awaitility.await()
          .until(() -> site.get("/a").first("Cache-Status").equals("larder; fwd=stale; stored"));
      assertThat(site.get("/a").first("Cache-Status")).startsWith("larder; hit");
    }
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aHeadGetsItsHead(Container.Kind kind, Failure each) throws Exception {
    try (Site site = site(kind, "/* ttl=30s staleIfError=1h")) {
      RawResponse good = site.get("/a");
      now.addAndGet(Duration.ofSeconds(33).toNanos());
      failure = each;
      RawResponse stale = site.send("HEAD", "/a");

      assertThat(stale.status()).isEqualTo(200);
      assertThat(stale.body()).isEmpty();
      assertThat(stale.all("ETag")).isEqualTo(good.all("ETag"));
      assertThat(stale.first("Age")).isEqualTo("33");
      assertThat(stale.all("Cache-Status"))
          .containsExactly(
              "larder; fwd=stale; fwd-status="
                  + (each.name().startsWith("THROWS") ? 500 : 503)
                  + "; ttl=-3; detail=stale-if-error");

      failure = null;
      Awaitility.await()
          .until(
              () ->
                  site.send("HEAD", "/a").all("Cache-Status").equals(List.of("larder; fwd=stale")));
    }
  }

  @ParameterizedTest
  @EnumSource
  void withoutTheSettingTheFailureReachesTheClient(Failure each) throws Exception {
    try (Site site = site(Container.Kind.JETTY, "/* ttl=30s")) {
      site.get("/a");
      now.addAndGet(Duration.ofSeconds(33).toNanos());
      failure = each;

      assertThat(site.get("/a").status()).isIn(500, 503);
    }
  }

  @Test
  void whatIsTooOldIsNotServed() throws Exception {
    try (Site site = site(Container.Kind.JETTY, "/* ttl=30s staleIfError=1m")) {
      site.get("/a");
      now.addAndGet(Duration.ofSeconds(91).toNanos());
      failure = Failure.STATUS;

      assertThat(site.get("/a").status()).isEqualTo(503);
    }
  }

  @Test
  void whatWasInvalidatedIsNeverServed() throws Exception {
    try (Site site = site(Container.Kind.JETTY, "/* ttl=30s staleIfError=1h tags=t")) {
      site.get("/a");
      now.addAndGet(Duration.ofSeconds(33).toNanos());
      site.larder.invalidate("t");
      failure = Failure.STATUS;

      assertThat(site.get("/a").status()).isEqualTo(503);
    }
  }

  @Test
  void whatIsInvalidatedWhileTheHandlerFailsIsNeverServed() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (Site site =
        Site.of(
                (request, response) -> {
                  if (failure != null) {
                    running.countDown();
                    await(go);
                    failure.happen(response);
                  }
                })
            .over(Larder.builder().store("memory:").ticker(now::get).build())
            .rules("/* ttl=30s staleIfError=1h tags=t")
            .start()) {
      site.get("/a");
      now.addAndGet(Duration.ofSeconds(33).toNanos());
      failure = Failure.STATUS;
      CompletableFuture<RawResponse> leader = Site.aside(() -> get(site));
      await(running);
      CompletableFuture<RawResponse> follower = Site.aside(() -> get(site));
      site.larder.invalidate("t");
      go.countDown();

      assertThat(leader.get(10, SECONDS).status()).isEqualTo(503);
      assertThat(follower.get(10, SECONDS).status()).isEqualTo(503);
    }
  }

  private static RawResponse get(Site site) {
    try {
      return site.get("/a");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatMustBeRevalidatedIsNotServed() throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  if (failure != null) {
                    failure.happen(response);
                  }
                  response.setHeader("Cache-Control", "must-revalidate, max-age=30");
                })
            .over(Larder.builder().store("memory:").ticker(now::get).build())
            .rules("/* ttl=30s staleIfError=1h")
            .start()) {
      site.get("/a");
      now.addAndGet(Duration.ofSeconds(33).toNanos());
      failure = Failure.STATUS;

      assertThat(site.get("/a").status()).isEqualTo(503);
    }
  }

  @Test
  void aSoftPurgedPageIsServedOnErrorOnlyWhereTheRuleAllowsStaleOnes() throws Exception {
    for (String rule : new String[] {"/* ttl=30s", "/* ttl=30s staleIfError=1h"}) {
      failure = null;
      try (Site site = site(Container.Kind.JETTY, rule)) {
        site.get("/a");
        site.larder.pages().refresh(site.key("/a"));
        failure = Failure.STATUS;

        assertThat(site.get("/a").status()).isEqualTo(rule.contains("stale") ? 200 : 503);
      }
    }
  }
}
