package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Larder;
import io.larder.servlet.testing.Container;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A handler that goes on when the container has ended its request must not reach the next request
 * that the container uses the same objects for.
 */
class LateHandlersTest {

  private final CountDownLatch over = new CountDownLatch(1);
  private final CompletableFuture<List<String>> late = new CompletableFuture<>();

  @ParameterizedTest
  @EnumSource
  void areRefusedWhateverTheyCall(Container.Kind kind) throws Exception {
    Site.Handler handler =
        (request, response) -> {
          AsyncContext context = request.startAsync();
          context.addListener(
              new AsyncCases.Listener() {
                @Override
                public void onComplete(AsyncEvent event) {
                  over.countDown();
                }
              });
          response.getOutputStream().print("the page");
          Site.aside(
              () -> {
                context.complete();
                await(over);
                return late.complete(
                    List.of(
                        outcome(() -> response.getOutputStream().write('x')),
                        outcome(() -> response.flushBuffer()),
                        outcome(() -> response.getOutputStream().close()),
                        outcome(context::complete),
                        outcome(() -> context.dispatch("/b"))));
              });
        };
    try (Larder larder = Larder.open("memory:");
        Site site = Site.of(handler).on(kind).over(larder).start()) {
      assertThat(site.get("/a").text()).isEqualTo("the page");

      assertThat(late.get(20, TimeUnit.SECONDS))
          .allMatch(said -> said.endsWith("ended") || said.contains("ended, and nothing"));
      assertThat(site.get("/a").first("Cache-Status")).startsWith("larder; hit");
    }
  }

  private interface Call {
    void run() throws IOException;
  }

  private static String outcome(Call call) {
    try {
      call.run();
      return "done";
    } catch (IOException | RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
