package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.servlet.testing.Container;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
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
  private final CompletableFuture<Map<String, String>> late = new CompletableFuture<>();

  /** Answers, and when the container has ended the request, does it all again. */
  private Site.Handler answering(String body, boolean characters) {
    return (request, response) -> {
      AsyncContext context = request.startAsync();
      context.addListener(
          new AsyncCases.Listener() {
            @Override
            public void onComplete(AsyncEvent event) {
              over.countDown();
            }
          });
      write(response, body, characters);
      Site.aside(
          () -> {
            context.complete();
            await(over);
            return late.complete(outcomes(request, response, context, characters));
          });
    };
  }

  private static void write(HttpServletResponse response, String text, boolean characters)
      throws IOException {
    if (characters) {
      response.getWriter().print(text);
      if (response.getWriter().checkError()) {
        throw new IOException("ended");
      }
    } else {
      response.getOutputStream().print(text);
    }
  }

  private static Map<String, String> outcomes(
      HttpServletRequest request,
      HttpServletResponse response,
      AsyncContext context,
      boolean characters) {
    Map<String, String> said = new LinkedHashMap<>();
    said.put("write", outcome(() -> write(response, "x", characters)));
    said.put("flushBuffer", outcome(response::flushBuffer));
    said.put("sendError", outcome(() -> response.sendError(500)));
    said.put("sendError text", outcome(() -> response.sendError(500, "late")));
    said.put("sendRedirect", outcome(() -> response.sendRedirect("/late")));
    said.put("reset", outcome(response::reset));
    said.put("resetBuffer", outcome(response::resetBuffer));
    said.put("setBufferSize", outcome(() -> response.setBufferSize(1)));
    said.put("setTrailerFields", outcome(() -> response.setTrailerFields(Map::of)));
    said.put("complete", outcome(context::complete));
    said.put("dispatch", outcome(() -> context.dispatch("/b")));
    said.put("setStatus", outcome(() -> response.setStatus(404)));
    said.put("setHeader", outcome(() -> response.setHeader("Late", "1")));
    said.put("addHeader", outcome(() -> response.addHeader("Late", "1")));
    said.put("setIntHeader", outcome(() -> response.setIntHeader("Late", 1)));
    said.put("addIntHeader", outcome(() -> response.addIntHeader("Late", 1)));
    said.put("setDateHeader", outcome(() -> response.setDateHeader("Late", 1)));
    said.put("addDateHeader", outcome(() -> response.addDateHeader("Late", 1)));
    said.put("addCookie", outcome(() -> response.addCookie(new Cookie("late", "1"))));
    said.put("setContentType", outcome(() -> response.setContentType("text/late")));
    said.put("setContentLength", outcome(() -> response.setContentLength(1)));
    said.put("setContentLengthLong", outcome(() -> response.setContentLengthLong(1)));
    said.put("setCharacterEncoding", outcome(() -> response.setCharacterEncoding("utf-8")));
    said.put("setLocale", outcome(() -> response.setLocale(Locale.GERMAN)));
    said.put("isCommitted", String.valueOf(response.isCommitted()));
    return said;
  }

  @ParameterizedTest
  @EnumSource
  void areRefusedWhateverTheyCall(Container.Kind kind) throws Exception {
    try (Site site = Site.of(answering("the page", false)).on(kind).start()) {
      assertThat(site.get("/a").text()).isEqualTo("the page");
      assertRefused();
      assertThat(site.get("/a").first("Cache-Status")).startsWith("larder; hit");
    }
  }

  @ParameterizedTest
  @EnumSource
  void areRefusedWithAWriter(Container.Kind kind) throws Exception {
    try (Site site = Site.of(answering("the page", true)).on(kind).start()) {
      assertThat(site.get("/a").text()).isEqualTo("the page");
      assertRefused();
      assertThat(site.get("/a").first("Cache-Status")).startsWith("larder; hit");
    }
  }

  @ParameterizedTest
  @EnumSource
  void areRefusedWhereNothingIsKept(Container.Kind kind) throws Exception {
    for (boolean characters : new boolean[] {false, true}) {
      LateHandlersTest again = new LateHandlersTest();
      String large = "x".repeat(2_000);
      try (Site site =
          Site.of(again.answering(large, characters))
              .on(kind)
              .rules("/* ttl=30s maxBody=1KB")
              .start()) {
        assertThat(site.get("/a").text()).isEqualTo(large);
        again.assertRefused();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void areRefusedWhereTheHeadHadLeftBeforeTheyAskedForAStream(Container.Kind kind)
      throws Exception {
    Site.Handler page = answering("the page", false);
    Site.Handler handler =
        (request, response) -> {
          response.setHeader("Cache-Control", "no-store");
          response.flushBuffer();
          page.handle(request, response);
        };
    try (Site site = Site.of(handler).on(kind).start()) {
      assertThat(site.get("/a").text()).isEqualTo("the page");
      assertRefused();
    }
  }

  private void assertRefused() throws Exception {
    Map<String, String> said = late.get(20, TimeUnit.SECONDS);
    said.forEach(
        (call, outcome) -> {
          switch (call) {
            case "write",
                "flushBuffer",
                "sendError",
                "sendError text",
                "sendRedirect",
                "reset",
                "resetBuffer",
                "setTrailerFields",
                "complete",
                "dispatch" ->
                assertThat(outcome).as(call).contains("ended");
            case "setBufferSize" -> assertThat(outcome).isNotEqualTo("done");
            case "isCommitted" -> assertThat(outcome).isEqualTo("true");
            default -> assertThat(outcome).as(call).isEqualTo("done"); // as after a commit
          }
        });
  }

  interface Call {
    void run() throws IOException;
  }

  static String outcome(Call call) {
    try {
      call.run();
      return "done";
    } catch (IOException | RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
  }

  static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
