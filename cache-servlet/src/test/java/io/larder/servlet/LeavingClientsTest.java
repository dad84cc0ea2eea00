package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.Larder;
import io.larder.cache.ManyTimes;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawClient;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A client that leaves in the middle of its response does not take it from those who wait for the
 * same; if nobody waits, its handler is told, and stops.
 */
@ManyTimes
class LeavingClientsTest {
  private static final int PIECES = 100;
  private static final byte[] PIECE = new byte[4_096];

  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch gone = new CountDownLatch(1);
  private final CountDownLatch noLongerAwaited = new CountDownLatch(1);
  private final CompletableFuture<Integer> told = new CompletableFuture<>();
  private final AtomicInteger runs = new AtomicInteger();
  private Site site;

  @AfterEach
  void close() {
    site.close();
  }

  private void start(Container.Kind kind, Site.Handler handler, Duration waitTimeout)
      throws Exception {
    Larder larder = Larder.open("memory:");
    site =
        Site.of(handler)
            .on(kind)
            .over(larder)
            .filter(
                CacheFilter.builder(larder)
                    .rules("/* ttl=30s")
                    .waitTimeout(waitTimeout)
                    .asyncWaiters(false)
                    .build())
            .start();
  }

  /** Writes when the first client has gone; says after how many pieces it was told so. */
  private void write(HttpServletResponse response, int pieces) throws IOException {
    ServletOutputStream out = response.getOutputStream();
    int written = 0;
    try {
      out.write(PIECE, 0, PIECE.length / 2);
      response.flushBuffer();
      begun.countDown();
      await(gone);
      for (out.write(PIECE, 0, PIECE.length / 2); ++written < pieces; ) {
        out.write(PIECE);
        response.flushBuffer();
      }
    } catch (IOException e) {
      told.complete(written);
      throw e;
    }
  }

  /** A client that leaves when so many wait. */
  private List<CompletableFuture<RawResponse>> leaveBehind(int followers) throws Exception {
    List<CompletableFuture<RawResponse>> answers = new ArrayList<>();
    try (RawClient leaving = new RawClient(site.container.base(), 4_096)) {
      leaving.send("GET", "/a");
      await(begun);
      for (int i = 0; i < followers; i++) {
        answers.add(Site.aside(() -> uncheckedGet()));
      }
      Awaitility.await().until(() -> site.filter.waiting() == followers);
      leaving.abort();
    }
    gone.countDown();
    return answers;
  }

  private RawResponse uncheckedGet() {
    try {
      return site.get("/a", "Connection: close");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void assertNothingInFlight() {
    Awaitility.await().untilAsserted(() -> assertThat(site.filter.inFlight()).isZero());
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void oneRunIsForAllWhoWait(Container.Kind kind) throws Exception {
    start(
        kind,
        (request, response) -> {
          runs.incrementAndGet();
          write(response, PIECES);
        },
        Duration.ofSeconds(20));

    for (CompletableFuture<RawResponse> each : leaveBehind(8)) {
      RawResponse answer = each.get(20, TimeUnit.SECONDS);
      assertThat(answer.complete()).isTrue();
      assertThat(answer.body()).hasSize(PIECES * PIECE.length);
      assertThat(answer.first("Cache-Status")).contains("collapsed");
    }
    assertThat(site.get("/a").first("Cache-Status")).startsWith("larder; hit");
    assertThat(runs).hasValue(1);
    assertThat(told).isNotDone();
    assertNothingInFlight();
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void whereNobodyWaitsTheHandlerIsTold(Container.Kind kind) throws Exception {
    start(kind, (request, response) -> write(response, 100_000), Duration.ofSeconds(20));

    assertThat(leaveBehind(0)).isEmpty();
    assertThat(told.get(20, TimeUnit.SECONDS)).isLessThan(PIECES);
    assertNothingInFlight();
  }

  /** However long a handler goes on that has noticed it, and makes nothing of it. */
  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void nobodyWaitsForARunOfWhichNothingIsKept(Container.Kind kind) throws Exception {
    start(
        kind,
        (request, response) -> {
          if (runs.incrementAndGet() > 1) {
            response.getWriter().print("by itself");
            return;
          }
          assertThatThrownBy(() -> write(response, 100_000)).isInstanceOf(IOException.class);
          await(noLongerAwaited);
        },
        Duration.ofSeconds(20));

    assertThat(leaveBehind(0)).isEmpty();
    assertThat(told.get(20, TimeUnit.SECONDS)).isLessThan(PIECES);
    RawResponse next = site.get("/a");
    assertThat(next.body()).asString().isEqualTo("by itself");
    assertThat(next.first("Cache-Status")).endsWith("; stored");
    noLongerAwaited.countDown();
    assertNothingInFlight();
    assertThat(site.get("/a").first("Cache-Status")).startsWith("larder; hit");
  }

  /** It cannot go on without its client then: its container would never call it. */
  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void oneThatGoesAsynchronousLeavesTheLeadToOthers(Container.Kind kind) throws Exception {
    start(
        kind,
        (request, response) -> {
          if (runs.incrementAndGet() > 1) {
            response.getWriter().print("by itself");
            return;
          }
          write(response, PIECES);
          request.startAsync().setTimeout(100);
        },
        Duration.ofSeconds(20));

    for (CompletableFuture<RawResponse> each : leaveBehind(3)) {
      assertThat(each.get(10, TimeUnit.SECONDS).body()).asString().isEqualTo("by itself");
    }
    assertThat(runs).hasValue(2);
    assertNothingInFlight();
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void itIsToldWhenNobodyWaitsAnyMore(Container.Kind kind) throws Exception {
    start(
        kind,
        (request, response) -> {
          if (runs.incrementAndGet() > 1) {
            response.getWriter().print("by itself");
            return;
          }
          ServletOutputStream out = response.getOutputStream();
          out.write(PIECE);
          response.flushBuffer();
          begun.countDown();
          await(gone);
          for (int i = 0; i < 50; i++) {
            out.write(PIECE);
          }
          await(noLongerAwaited);
          write(response, 100);
        },
        Duration.ofMillis(300));

    RawResponse byItself = leaveBehind(1).get(0).get(20, TimeUnit.SECONDS);
    assertThat(byItself.body()).asString().isEqualTo("by itself");
    assertThat(told).as("told before").isNotDone();
    noLongerAwaited.countDown();
    assertThat(told.get(20, TimeUnit.SECONDS)).isLessThan(3);
    assertNothingInFlight();
  }
}
