package io.larder.servlet;

import static io.larder.servlet.LateHandlersTest.await;
import static io.larder.servlet.LateHandlersTest.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.ManyTimes;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawClient;
import jakarta.servlet.AsyncContext;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Writes that are under way in a handler's thread while the container ends its request. */
@ManyTimes
class LateWritesTest {

  /** Nothing tells the next request from this one while somebody is within the container's code. */
  @ParameterizedTest
  @EnumSource(names = "UNDERTOW", mode = EnumSource.Mode.EXCLUDE)
  void areWaitedForIfTheyAreInside(Container.Kind kind) throws Exception {
    LatchedFilter outer = new LatchedFilter(LatchedFilter.waitsUntil(LateWritesTest::waitsAtGate));
    Site.Handler handler =
        (request, response) -> {
          AsyncContext context = request.startAsync();
          context.setTimeout(50);
          Site.aside(() -> outcome(() -> response.getOutputStream().print("x")));
        };
    try (Site site = Site.of(handler).outside(outer).on(kind).start()) {
      site.get("/a", "Connection: close");

      assertThat(outer.said(3)).isEqualTo(List.of("timeout", "written", "complete"));
    }
  }

  /** Whether a thread of the container waits for those who are inside; or will never do so. */
  private static boolean waitsAtGate(List<String> said) {
    return said.contains("complete")
        || Thread.getAllStackTraces().values().stream()
            .flatMap(Arrays::stream)
            .anyMatch(
                frame ->
                    frame.getClassName().equals(Gate.class.getName())
                        && frame.getMethodName().equals("emptied"));
  }

  /** Tomcat tells of the end with a lock that a write needs if it fails. */
  @ParameterizedTest
  @EnumSource
  void thatFailWhileTheContainerEndsTheirRequestStopNobody(Container.Kind kind) throws Exception {
    LatchedFilter outer = new LatchedFilter(LatchedFilter.waitsUntil(s -> s.contains("complete")));
    CompletableFuture<String> written = new CompletableFuture<>();
    CountDownLatch gone = new CountDownLatch(1);
    Site.Handler handler =
        (request, response) -> {
          AsyncContext context = request.startAsync();
          Site.aside(
              () -> {
                await(gone);
                Site.aside(
                    () -> {
                      outer.awaitInside();
                      LatchedFilter.containers(request).getAsyncContext().complete();
                      return null;
                    });
                return written.complete(
                    outcome(
                        () -> {
                          for (int i = 0; i < 1_000; i++) {
                            response.getOutputStream().write(new byte[20_000]);
                            response.flushBuffer();
                          }
                        }));
              });
          response.flushBuffer();
          assertThat(context).isNotNull();
        };
    try (Site site = Site.of(handler).outside(outer).on(kind).start()) {
      try (RawClient client = new RawClient(site.container.base())) {
        client.send("GET", "/a");
        client.readBytes(1);
        client.abort();
      }
      gone.countDown();

      assertThat(written.get(20, TimeUnit.SECONDS)).isNotEqualTo("done");
      assertThat(site.get("/b", "Connection: close").status()).isEqualTo(200);
    }
  }
}
