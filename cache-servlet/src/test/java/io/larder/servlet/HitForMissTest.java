package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.CacheEntry;
import io.larder.cache.ManyTimes;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks for what is not to be shared does not wait for others who do. */
@ManyTimes
class HitForMissTest {
  private static final int CLIENTS = 10;

  private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);

  @AfterEach
  void stop() {
    clients.shutdownNow();
  }

  private static void answer(HttpServletResponse response, String kind) throws IOException {
    switch (kind) {
      case "" -> {}
      case "500" -> response.setStatus(500);
      case "large" -> response.getOutputStream().write(new byte[5_000]);
      default -> response.setHeader(kind.split(":")[0], kind.split(":")[1]);
    }
    response.getOutputStream().write(1);
  }

  private List<Future<RawResponse>> askTogether(Site site) {
    List<Future<RawResponse>> answers = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      answers.add(clients.submit(() -> site.get("/a")));
    }
    return answers;
  }

  /** Each handler answers when all of them have begun: none of them may wait for another. */
  @ParameterizedTest
  @ValueSource(
      strings = {"Cache-Control:no-store", "Cache-Control:private", "Set-Cookie:a=b", "large"})
  void whatWasNotSharedIsNotWaitedFor(String kind) throws Exception {
    CyclicBarrier together = new CyclicBarrier(CLIENTS);
    try (Site site =
        Site.of(
                (request, response) -> {
                  if (request.getHeader("First") == null) {
                    meet(together);
                  }
                  answer(response, kind);
                })
            .rules("/* ttl=30s allowReads=headers maxBody=4KB")
            .start()) {
      site.get("/a", "First: yes");

      for (Future<RawResponse> each : askTogether(site)) {
        RawResponse answer = each.get(20, TimeUnit.SECONDS);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.first("Cache-Status")).startsWith("larder; fwd=uri-miss; detail=");
      }
      assertThat(site.runs()).isEqualTo(CLIENTS + 1);
    }
  }

  /** A page that is kept and never fresh: all who ask have it confirmed, each for itself. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsNeverFreshIsNotWaitedFor(boolean confirmed) throws Exception {
    CyclicBarrier together = new CyclicBarrier(CLIENTS);
    try (Site site =
        Site.of(
                (request, response) -> {
                  response.setHeader("Cache-Control", "no-cache");
                  response.setHeader("ETag", "\"1\"");
                  if (request.getHeader("First") == null) {
                    assertThat(request.getHeader("If-None-Match")).isEqualTo("\"1\"");
                    meet(together);
                    if (confirmed) {
                      response.setStatus(304);
                      return;
                    }
                  }
                  response.getWriter().print("the page");
                })
            .rules("/* ttl=30s allowReads=headers keep=10m")
            .start()) {
      site.get("/a", "First: yes");
      assertThat(site.filter.find(site.key("/a"))).isInstanceOf(CacheEntry.class);

      for (Future<RawResponse> each : askTogether(site)) {
        RawResponse answer = each.get(20, TimeUnit.SECONDS);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("the page");
        assertThat(answer.first("Cache-Status")).startsWith("larder; fwd=stale");
      }
      assertThat(site.runs()).isEqualTo(CLIENTS + 1);
    }
  }

  private static void meet(CyclicBarrier together) throws IOException {
    try {
      together.await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IOException("the others do not come", e);
    }
  }

  /** A response that is shared, and an error, of which nobody knows how long it lasts. */
  @ParameterizedTest
  @ValueSource(strings = {"", "500"})
  void whatMayBeSharedIsWaitedFor(String kind) throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (Site site =
        Site.of(
                (request, response) -> {
                  if (request.getHeader("First") == null) {
                    InvalidationTest.awaitLatch(go);
                    answer(response, "");
                  } else {
                    answer(response, kind);
                  }
                })
            .rules("/* ttl=30s allowReads=headers")
            .start()) {
      site.get("/a", "First: yes");
      site.larder.pages().evict(site.key("/a"));

      assertAllWaitForOne(site, go);
      assertThat(site.runs()).isEqualTo(2);
    }
  }

  private void assertAllWaitForOne(Site site, CountDownLatch go) throws Exception {
    List<Future<RawResponse>> answers = askTogether(site);
    Awaitility.await().until(() -> site.filter.waiting() == CLIENTS - 1);
    go.countDown();
    for (Future<RawResponse> each : answers) {
      assertThat(each.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
    }
  }

  /** It is stored, and waited for when that has ended. */
  @Test
  void isForgottenWithTheFirstAnswerThatIsShared() throws Exception {
    AtomicBoolean shared = new AtomicBoolean();
    CountDownLatch go = new CountDownLatch(1);
    try (Site site =
        Site.of(
                (request, response) -> {
                  if (request.getHeader("First") == null) {
                    InvalidationTest.awaitLatch(go);
                  }
                  answer(response, shared.get() ? "" : "Cache-Control:no-store");
                })
            .rules("/* ttl=30s allowReads=headers")
            .start()) {
      site.get("/a", "First: yes");
      shared.set(true);
      assertThat(site.get("/a", "First: yes").first("Cache-Status"))
          .isEqualTo("larder; fwd=uri-miss; stored");
      assertThat(site.get("/a").first("Cache-Status")).startsWith("larder; hit");

      site.larder.pages().evict(site.key("/a"));
      assertAllWaitForOne(site, go);
      assertThat(site.runs()).isEqualTo(3);
    }
  }

  @Test
  void isForgottenWithTime() {
    AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    HitForMiss unshared = new HitForMiss(now::get);
    unshared.remember("a");
    assertThat(unshared.isRemembered("a")).isTrue();
    assertThat(unshared.isRemembered("b")).isFalse();

    now.addAndGet(HitForMiss.TIME.toNanos() - 1);
    assertThat(unshared.isRemembered("a")).isTrue();
    now.addAndGet(Duration.ofNanos(1).toNanos());
    assertThat(unshared.isRemembered("a")).isFalse();
  }

  @Test
  void holdsSoManyAndForgetsNoOtherKey() {
    HitForMiss unshared = new HitForMiss(() -> 0);
    for (int i = 0; i < 100_000; i++) {
      unshared.remember("key " + i);
    }
    long held = IntStream.range(0, 100_000).filter(i -> unshared.isRemembered("key " + i)).count();
    assertThat(held).isBetween(1L, 4096L);
    unshared.remember("Aa");
    unshared.forget("BB"); // of the same hash
    assertThat(unshared.isRemembered("Aa")).isTrue();
    unshared.forget("Aa");
    assertThat(unshared.isRemembered("Aa")).isFalse();
  }
}
