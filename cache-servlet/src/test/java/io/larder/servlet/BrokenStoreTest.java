package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.LimitException;
import io.larder.cache.Unavailable;
import io.larder.servlet.testing.RawResponse;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No request fails, and none hangs, for whatever its store does. */
class BrokenStoreTest {

  /** What a store can do to those who ask it. */
  enum Trouble {
    NONE,
    ABSENT,
    THROWS,
    LIMITS,
    CLAIMS_REFUSED,
    CLAIM_THROWS,
    FILL_THROWS,
    FILL_LIMITS,
    FILL_REFUSED
  }

  private volatile Trouble trouble = Trouble.NONE;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch answer = new CountDownLatch(1);
  private volatile boolean slow;

  @AfterEach
  void release() {
    answer.countDown();
  }

  private Site site() throws Exception {
    return Site.of((request, response) -> response.getWriter().print("hello"))
        .over(InterceptedBackend.larder(this::around))
        .start();
  }

  @ParameterizedTest
  @EnumSource
  void theHandlersAnswerReachesTheClient(Trouble each) throws Exception {
    try (Site site = site()) {
      trouble = each;
      for (int i = 0; i < 3; i++) {
        RawResponse response = site.get("/a");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).isEqualTo("hello");
      }
      site.send("POST", "/a", "Content-Length: 0");
      assertThat(site.runs()).isEqualTo(each == Trouble.NONE ? 2 : 4);
    }
  }

  @ParameterizedTest
  @EnumSource
  void recoveryIsByItself(Trouble each) throws Exception {
    try (Site site = site()) {
      trouble = each;
      site.get("/a");
      trouble = Trouble.NONE;
      site.get("/a");

      assertThat(site.get("/a").first("Cache-Status")).startsWith("larder; hit");
    }
  }

  @Test
  void anAbsentStoreIsNamed() throws Exception {
    try (Site site = site()) {
      trouble = Trouble.ABSENT;
      assertThat(site.get("/a").first("Cache-Status"))
          .isEqualTo("larder; fwd=bypass; detail=store-unavailable");
    }
  }

  @Test
  void nobodyWaitsForAnotherWhereTheStoreIsAbsent() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    try (Site site =
        Site.of(
                (request, response) -> {
                  both.countDown();
                  try {
                    response.getWriter().print(both.await(5, TimeUnit.SECONDS));
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                })
            .over(InterceptedBackend.larder(this::around))
            .start()) {
      trouble = Trouble.CLAIMS_REFUSED;
      CompletableFuture<String> first = Site.aside(() -> text(site));

      assertThat(text(site)).isEqualTo("true");
      assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo("true");
    }
  }

  @Test
  void aSlowStoreDelaysOnlyWhoAsksIt() throws Exception {
    try (Site site = site()) {
      slow = true;
      CompletableFuture<String> delayed = Site.aside(() -> text(site));
      assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
      slow = false;

      assertThat(text(site)).isEqualTo("hello");
      answer.countDown();
      assertThat(delayed.get(20, TimeUnit.SECONDS)).isEqualTo("hello");
    }
  }

  @Test
  void aClosedLarderIsPassedBy() throws Exception {
    try (Site site = site()) {
      site.get("/a");
      site.larder.close();

      assertThat(text(site)).isEqualTo("hello");
      site.send("POST", "/a", "Content-Length: 0");
    }
  }

  private static String text(Site site) {
    try {
      return site.get("/a").text();
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A store that is in trouble as the test says, and else keeps pages in memory. */
  private Object around(String method, Object[] arguments, Callable<Object> proceed)
      throws Exception {
    if (slow && method.equals("find")) {
      asked.countDown();
      answer.await();
    }
    return switch (trouble) {
      case ABSENT -> method.equals("find") ? new Unavailable<>("gone") : proceed.call();
      case THROWS -> throwing(method, "find evict abandon", proceed);
      case LIMITS -> {
        if (method.equals("find")) {
          throw new LimitException("too long");
        }
        yield proceed.call();
      }
      case CLAIMS_REFUSED ->
          method.equals("claim") ? Claim.refused((String) arguments[0]) : proceed.call();
      case CLAIM_THROWS -> throwing(method, "claim", proceed);
      case FILL_THROWS -> throwing(method, "fill", proceed);
      case FILL_LIMITS -> {
        if (method.equals("fill")) {
          throw new LimitException("too big");
        }
        yield proceed.call();
      }
      case FILL_REFUSED -> method.equals("fill") ? FillResult.REFUSED : proceed.call();
      case NONE -> proceed.call();
    };
  }

  private static Object throwing(String method, String methods, Callable<Object> proceed)
      throws Exception {
    if (List.of(methods.split(" ")).contains(method)) {
      throw new IllegalArgumentException("broken store");
    }
    return proceed.call();
  }
}
