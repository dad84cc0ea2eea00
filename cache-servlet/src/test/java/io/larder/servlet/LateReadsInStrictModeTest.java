package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Larder;
import io.larder.cache.Miss;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In strict mode, what is read after the head has left is an exception as well. */
class LateReadsInStrictModeTest {

  private final AtomicReference<Throwable> thrown = new AtomicReference<>();
  private final CountDownLatch returned = new CountDownLatch(1);

  private Site site(Container.Kind kind, Site.Handler handler, String rules) throws Exception {
    Filter outside =
        (request, response, chain) -> {
          try {
            chain.doFilter(request, response);
            returned.countDown();
          } catch (RuntimeException e) {
            thrown.set(e);
            throw e;
          }
        };
    Larder larder = Larder.open("memory:");
    return Site.of(handler)
        .on(kind)
        .over(larder)
        .outside(outside)
        .filter(CacheFilter.builder(larder).rules(rules).strict(true).build())
        .start();
  }

  private static void streams(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.getWriter().print("for ");
    response.flushBuffer();
    response.getWriter().print(request.getHeader("X-Tenant"));
  }

  private void assertThrown() {
    Awaitility.await().until(() -> thrown.get() != null);
    assertThat(thrown.get())
        .isInstanceOf(LeakException.class)
        .hasMessageContaining("'header:x-tenant'");
    assertThat(thrown.get().getCause().getStackTrace())
        .anyMatch(frame -> frame.getClassName().equals(getClass().getName()));
  }

  @ParameterizedTest
  @EnumSource
  void itIsThrownOutOfTheFilter(Container.Kind kind) throws Exception {
    try (Site site = site(kind, LateReadsInStrictModeTest::streams, "/* ttl=30s")) {
      assertThat(site.get("/b").first("Cache-Status")).endsWith("; stored");
      Awaitility.await().until(() -> site.get("/b").first("Cache-Status").contains("hit"));
      assertThat(thrown.get()).isNull();

      RawResponse unused = site.get("/a", "X-Tenant: ann");
      assertThrown();
      assertThat(site.larder.pages().find(site.key("/a"))).isInstanceOf(Miss.class);
      Awaitility.await().until(() -> site.filter.loading() == 0);
    }
  }

  @Test
  void whatIsNotStoredForAnotherReasonIsNone() throws Exception {
    try (Site site =
        site(
            Container.Kind.JETTY,
            (request, response) -> {
              streams(request, response);
              FillContext.of(request).doNotStore();
            },
            "/* ttl=30s allowReads=header:x-tenant")) {
      assertThat(site.get("/a", "X-Tenant: ann").text()).isEqualTo("for ann");
      assertThat(thrown.get()).isNull();
    }
  }

  /** It runs in nobody's test. */
  @Test
  void noneComesOfARuleThatOnlyTells() throws Exception {
    try (Site site =
        site(Container.Kind.JETTY, LateReadsInStrictModeTest::streams, "/* ttl=30s mode=shadow")) {
      assertThat(site.get("/a", "X-Tenant: ann").text()).isEqualTo("for ann");
      assertThat(thrown.get()).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoHasGoneAsynchronousIsToldByComplete(Container.Kind kind) throws Exception {
    try (Site site = site(kind, inThread(LateReadsInStrictModeTest::streams), "/* ttl=30s")) {
      RawResponse answer = site.get("/a", "X-Tenant: ann");
      assertThat(answer.text()).isEqualTo("for ann");
      assertThat(answer.complete()).isTrue();
      assertThrown();
      assertThat(site.larder.pages().find(site.key("/a"))).isInstanceOf(Miss.class);
    }
  }

  /** Where nothing has left before, it is then that it is known what does. */
  @ParameterizedTest
  @EnumSource
  void soIsWhoseAnswerHasNoBody(Container.Kind kind) throws Exception {
    Site.Handler empty =
        (request, response) -> {
          request.getHeader("X-Tenant");
          response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        };
    try (Site site = site(kind, inThread(empty), "/* ttl=30s statuses=204")) {
      site.get("/a", "X-Tenant: ann");
      assertThrown();
      assertThat(site.larder.pages().find(site.key("/a"))).isInstanceOf(Miss.class);
    }
  }

  /** Goes asynchronous, and goes on when the filter has returned. */
  private Site.Handler inThread(Site.Handler handler) {
    return (request, response) -> {
      AsyncContext context = request.startAsync();
      context.setTimeout(20_000);
      Thread thread =
          new Thread(
              () -> {
                try {
                  returned.await();
                  handler.handle(request, response);
                  context.complete();
                } catch (Exception e) {
                  thrown.set(e);
                }
              });
      thread.setDaemon(true);
      thread.start();
    };
  }

  @ParameterizedTest
  @EnumSource
  void whereNobodyIsLeftItIsLogged(Container.Kind kind) throws Exception {
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            thrown.set(record.getThrown());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger(AsyncEnd.class.getName());
    logger.addHandler(handler);
    try (Site site =
        site(
            kind,
            (request, response) -> {
              if (request.getDispatcherType() == DispatcherType.ASYNC) {
                streams(request, response);
              } else {
                request.startAsync().dispatch();
              }
            },
            "/* ttl=30s")) {
      RawResponse answer = site.get("/a", "X-Tenant: ann");
      assertThat(answer.text()).isEqualTo("for ann");
      assertThat(answer.complete()).isTrue();
      assertThrown();
    } finally {
      logger.removeHandler(handler);
    }
  }
}
