package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawClient;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** Requests that have waited without a thread, and are sent back to where they came from. */
class SentBackFollowersTest extends FollowersBase {

  @SeenAgainOrNot
  void getTheirOwnAnswersWhereOneIsNotForAll(Container.Kind kind, boolean seen) throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  begun.countDown();
                  await(go);
                  response.setHeader("Cache-Control", "private");
                  response.setHeader("Larder-Cache-Control", "max-age=9");
                  response.getWriter().print(request.getHeader("X-Number"));
                })
            .on(kind)
            .threads(THREADS)
            .seesDispatches(seen)
            .start()) {
      List<Future<RawResponse>> answers = leaderAndFollowers(site, FOLLOWERS);
      go.countDown();

      assertThat(get(answers.get(0)).first("Cache-Status"))
          .isEqualTo("larder; fwd=uri-miss; detail=private");
      for (int i = 0; i < FOLLOWERS; i++) {
        RawResponse answer = get(answers.get(1 + i));
        assertThat(answer.text()).isEqualTo("" + i);
        assertThat(answer.all("Cache-Status"))
            .containsExactly("larder; fwd=uri-miss; detail=not-shared");
        assertThat(answer.all("Larder-Cache-Control")).isEmpty();
      }
      assertThat(site.runs()).isEqualTo(1 + FOLLOWERS);
      assertNothingIsLeft(site);
    }
  }

  @SeenAgainOrNot
  void goToTheHandlerFourAtATimeWhereTheLeaderFailed(Container.Kind kind, boolean seen)
      throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    try (Site site =
        Site.of(
                (request, response) -> {
                  boolean leads = runs.incrementAndGet() == 1;
                  begun.countDown();
                  await(leads ? go : open);
                  throw new IllegalStateException("the handler of the test fails");
                })
            .on(kind)
            .threads(THREADS)
            .seesDispatches(seen)
            .start()) {
      List<Future<RawResponse>> answers = leaderAndFollowers(site, 30);
      go.countDown();

      Awaitility.await().until(() -> runs.get() == 5);
      Awaitility.await().during(Duration.ofMillis(200)).until(() -> runs.get() == 5);
      open.countDown();
      for (Future<RawResponse> each : answers) {
        assertThat(get(each).status()).isEqualTo(500);
      }
      assertThat(runs).hasValue(31);
      assertNothingIsLeft(site);
    }
  }

  @SeenAgainOrNot
  void askTheHandlerWhenTheirTimeIsOver(Container.Kind kind, boolean seen) throws Exception {
    try (Site site =
        configured(
                (request, response) -> {
                  if (runs.incrementAndGet() == 1) {
                    begun.countDown();
                    await(go);
                  }
                  response.getWriter().print(request.getHeader("X-Number"));
                },
                true,
                Duration.ofMillis(20))
            .on(kind)
            .seesDispatches(seen)
            .start()) {
      List<Future<RawResponse>> answers = ask(site, 1);
      await(begun);
      answers.addAll(ask(site, 5));

      for (int i = 0; i < 5; i++) {
        RawResponse answer = get(answers.get(1 + i));
        assertThat(answer.text()).isEqualTo("" + i);
        assertThat(answer.all("Cache-Status")).containsExactly("larder; fwd=uri-miss; detail=wait");
      }
      go.countDown();
      assertThat(get(answers.get(0)).first("Cache-Status"))
          .isEqualTo("larder; fwd=uri-miss; stored");
      assertNothingIsLeft(site);
    }
  }

  @SeenAgainOrNot
  void takeNothingFromBeforeTheStoreWasCleared(Container.Kind kind, boolean seen) throws Exception {
    AtomicInteger version = new AtomicInteger(1);
    try (Site site =
        Site.of(
                (request, response) -> {
                  int now = version.get();
                  begun.countDown();
                  await(go);
                  response.getWriter().print(now);
                })
            .on(kind)
            .threads(THREADS)
            .seesDispatches(seen)
            .start()) {
      Future<RawResponse> leader = ask(site, 1).get(0);
      await(begun);
      version.set(2);
      site.larder.clear();
      List<Future<RawResponse>> answers = ask(site, 30);
      Awaitility.await().until(() -> site.filter.waiting() == 30);
      go.countDown();

      assertThat(get(leader).text()).isEqualTo("1");
      for (Future<RawResponse> each : answers) {
        RawResponse answer = get(each);
        assertThat(answer.text()).isEqualTo("2");
        assertThat(answer.all("Cache-Status")).hasSize(1);
        assertThat(answer.all("Content-Length").size()).isLessThanOrEqualTo(1);
      }
      if (seen) {
        assertThat(site.runs()).isEqualTo(2);
      }
      assertNothingIsLeft(site);
    }
  }

  /** Writes until it is told that its client has gone, as one is that goes asynchronous. */
  private static void writeForever(AsyncContext async) {
    try {
      while (true) {
        async.getResponse().getOutputStream().write(new byte[10_000]);
        async.getResponse().flushBuffer();
      }
    } catch (IOException e) {
      async.complete();
    }
  }

  @SeenAgainOrNot
  void leadWhereTheLeadersClientWentAway(Container.Kind kind, boolean seen) throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  if (runs.incrementAndGet() == 1) {
                    begun.countDown();
                    await(go);
                    AsyncContext async = request.startAsync();
                    new Thread(() -> writeForever(async)).start();
                  } else {
                    response.getWriter().print("second");
                  }
                })
            .on(kind)
            .threads(THREADS)
            .seesDispatches(seen)
            .start()) {
      RawClient gone = new RawClient(site.container.base());
      gone.send("GET", "/a");
      await(begun);
      List<Future<RawResponse>> answers = ask(site, 30);
      Awaitility.await().until(() -> site.filter.waiting() == 30);
      gone.abort();
      go.countDown();

      for (Future<RawResponse> each : answers) {
        RawResponse answer = get(each);
        assertThat(answer.text()).isEqualTo("second");
        assertThat(answer.all("Cache-Status")).hasSize(1);
      }
      assertThat(runs.get()).isEqualTo(seen ? 2 : 31);
      assertNothingIsLeft(site);
    }
  }

  @SeenAgainOrNot
  void getTheirOwnVariants(Container.Kind kind, boolean seen) throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  begun.countDown();
                  await(go);
                  response.setHeader("Vary", "X-Number");
                  response.getWriter().print(request.getHeader("X-Number"));
                })
            .on(kind)
            .threads(THREADS)
            .seesDispatches(seen)
            .start()) {
      List<Future<RawResponse>> answers = leaderAndFollowers(site, 10);
      answers.addAll(ask(site, 10));
      Awaitility.await().until(() -> site.filter.waiting() == 20);
      go.countDown();

      for (int i = 0; i < 20; i++) {
        RawResponse answer = get(answers.get(1 + i));
        assertThat(answer.text()).isEqualTo("" + i % 10);
        assertThat(answer.all("Cache-Status")).hasSize(1);
      }
      if (seen) {
        assertThat(site.runs()).isBetween(10, 20); // some may wait for others again
      }
      assertNothingIsLeft(site);
    }
  }
}
