package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Larder;
import io.larder.cache.ManyTimes;
import io.larder.cache.Repeats;
import io.larder.servlet.testing.RawResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Refreshes with threads; {@code -Dlarder.repeats=200} repeats each. */
@Tag(ManyTimes.TAG)
class RevalidationThreadsTest {

  private final ExecutorService clients = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    clients.shutdownNow();
  }

  @Test
  void ofTwentyRequestsOneRefreshesAndNoneWaits() throws Exception {
    Repeats.run(
        () -> {
          try (StalePage page = StalePage.of().start()) {
            for (Future<RawResponse> each : ask(page, 20)) {
              RawResponse answer = each.get(20, TimeUnit.SECONDS);
              assertThat(answer.text()).isEqualTo("run 1");
              assertThat(answer.first("Cache-Status")).isEqualTo(StalePage.STALE);
            }
            page.awaitRun();
            assertThat(page.runs()).isEqualTo(2);
            page.open().assertRefreshed();
          }
          return null;
        });
  }

  @Test
  void ofTwentyRequestsOneRefreshesWhereTheHandlerIsFast() throws Exception {
    Repeats.run(
        () -> {
          try (StalePage page = StalePage.of().start().open()) {
            for (Future<RawResponse> each : ask(page, 20)) {
              RawResponse answer = each.get(20, TimeUnit.SECONDS);
              assertThat(answer.first("Cache-Status")).startsWith("larder; hit; ttl=");
              boolean stale = answer.first("Cache-Status").equals(StalePage.STALE);
              assertThat(answer.text()).isEqualTo(stale ? "run 1" : "run 2");
            }
            page.assertRefreshed();
          }
          return null;
        });
  }

  @Test
  void whoFoundAPageStaleBeforeItWasRefreshedServesTheNewOne() throws Exception {
    Repeats.run(
        () -> {
          AtomicInteger armed = new AtomicInteger();
          CountDownLatch found = new CountDownLatch(1);
          CountDownLatch refreshed = new CountDownLatch(1);
          try (Larder larder =
                  InterceptedBackend.larder(
                      (method, arguments, proceed) -> {
                        Object result = proceed.call();
                        if (method.equals("find") && armed.getAndUpdate(n -> n == 1 ? 2 : n) == 1) {
                          found.countDown();
                          StalePage.await(refreshed);
                        }
                        return result;
                      });
              StalePage page = StalePage.of().over(larder).start().open()) {
            larder.pages().refresh(page.site.key("/a"));
            armed.set(1);
            Future<RawResponse> late = clients.submit(() -> page.get());
            StalePage.await(found);
            assertThat(page.get().text()).isEqualTo("run 1");
            page.awaitEnd();
            refreshed.countDown();

            assertThat(late.get(20, TimeUnit.SECONDS).text()).isEqualTo("run 2");
            page.assertRefreshed();
          }
          return null;
        });
  }

  /** Ends what is stored. */
  enum Invalidation {
    EVICT,
    TAG,
    CLEAR;

    void happen(StalePage page) {
      switch (this) {
        case EVICT -> page.site.filter.evict(page.site.key("/a"));
        case TAG -> page.site.larder.invalidate("t");
        case CLEAR -> page.site.larder.clear();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRefreshThatAnInvalidationCrossesIsNotStoredAndNobodyIsHandedIt(Invalidation each)
      throws Exception {
    Repeats.run(
        () -> {
          try (StalePage page = StalePage.of().start()) {
            assertThat(page.get().text()).isEqualTo("run 1");
            page.awaitRun();
            each.happen(page);
            Future<RawResponse> after = clients.submit(() -> page.get());
            Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> page.site.filter.waiting() == 1);
            page.open();

            RawResponse anew = after.get(20, TimeUnit.SECONDS);
            assertThat(anew.text()).isEqualTo("run 3");
            assertThat(anew.first("Cache-Status")).isEqualTo("larder; fwd=uri-miss; stored");
            page.awaitEnd();
            assertThat(page.get().text()).isEqualTo("run 3");
          }
          return null;
        });
  }

  private List<Future<RawResponse>> ask(StalePage page, int times) {
    CyclicBarrier together = new CyclicBarrier(times);
    List<Future<RawResponse>> answers = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      answers.add(
          clients.submit(
              () -> {
                together.await(20, TimeUnit.SECONDS);
                return page.get();
              }));
    }
    return answers;
  }
}
