package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Larder;
import io.larder.cache.ManyTimes;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;

/** Clients that ask for one page at the same time. */
@ManyTimes
abstract class FollowersBase {

  static final int THREADS = 40;
  static final int FOLLOWERS = 119;

  final ExecutorService clients = Executors.newCachedThreadPool();
  final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
  final CountDownLatch begun = new CountDownLatch(1);
  final CountDownLatch go = new CountDownLatch(1);
  final AtomicInteger runs = new AtomicInteger();

  @AfterEach
  void stop() {
    go.countDown();
    clients.shutdownNow();
    later.shutdownNow();
  }

  static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static RawResponse get(Future<RawResponse> answer) throws Exception {
    return answer.get(30, TimeUnit.SECONDS);
  }

  List<Future<RawResponse>> ask(Site site, int times) {
    List<Future<RawResponse>> answers = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      int number = i;
      answers.add(clients.submit(() -> site.get("/a", "X-Number: " + number)));
    }
    return answers;
  }

  List<Future<RawResponse>> leaderAndFollowers(Site site, int followers) {
    List<Future<RawResponse>> answers = new ArrayList<>(ask(site, 1));
    await(begun);
    answers.addAll(ask(site, followers));
    Awaitility.await().until(() -> site.filter.waiting() == followers);
    return answers;
  }

  static void assertNothingIsLeft(Site site) {
    Awaitility.await().until(() -> site.filter.waiting() == 0 && site.filter.loading() == 0);
  }

  static void write(AsyncContext context, String text) {
    try {
      context.getResponse().getWriter().print(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      context.complete();
    }
  }

  /** A site whose requests may go asynchronous to wait, or may not. */
  static Site.Builder configured(Site.Handler handler, boolean async, Duration timeout) {
    Larder larder = Larder.open("memory:");
    return Site.of(handler)
        .over(larder)
        .filter(
            CacheFilter.builder(larder)
                .rules("/* ttl=30s allowReads=headers")
                .asyncWaiters(async)
                .waitTimeout(timeout)
                .build());
  }
}
