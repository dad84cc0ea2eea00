package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Larder;
import io.larder.servlet.testing.App;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawClient;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A request goes through the cache once, however often it is dispatched. */
class DispatchesTest {

  private final Site.Counting servlet =
      new Site.Counting(
          (request, response) -> {
            boolean included = request.getDispatcherType() == DispatcherType.INCLUDE;
            switch (included ? "/target" : request.getServletPath()) {
              case "/forward" -> request.getRequestDispatcher("/target").forward(request, response);
              case "/include" -> {
                response.getWriter().print("before ");
                request.getRequestDispatcher("/target").include(request, response);
                response.getWriter().print(" after");
              }
              case "/error" -> response.sendError(404);
              case "/async" -> {
                AsyncContext context = request.startAsync();
                context.dispatch("/target");
              }
              default -> response.getWriter().print("target");
            }
          });

  private Container start(Container.Kind kind, CacheFilter filter) throws Exception {
    App app =
        new App()
            .filter("/*", filter, true, Map.of(), EnumSet.allOf(DispatcherType.class))
            .errorPage(404, "/target");
    for (String path : new String[] {"/forward", "/include", "/error", "/async", "/target"}) {
      app.servlet(path, servlet);
    }
    return kind.start(app);
  }

  private static RawResponse get(Container container, String target) throws Exception {
    return RawClient.exchange(container.base(), "GET", target);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsForwardedOrIncludedIsStoredUnderWhatWasAsked(Container.Kind kind) throws Exception {
    try (Larder larder = Larder.open("memory:");
        Container container =
            start(kind, CacheFilter.builder(larder).rules("/* ttl=30s").build())) {
      for (String path : new String[] {"/forward", "/include"}) {
        RawResponse miss = get(container, path);
        RawResponse hit = get(container, path);

        assertThat(miss.all("Cache-Status")).containsExactly("larder; fwd=uri-miss; stored");
        assertThat(hit.all("Cache-Status")).hasSize(1);
        // Even if the container sent the forwarded response before the handler had returned.
        assertThat(hit.first("Cache-Status")).startsWith("larder; hit; ttl=");
        assertThat(hit.text()).isEqualTo(miss.text()).contains("target");
      }
      assertThat(get(container, "/target").first("Cache-Status"))
          .isEqualTo("larder; fwd=uri-miss; stored");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anErrorPageIsNotStored(Container.Kind kind) throws Exception {
    try (Larder larder = Larder.open("memory:");
        Container container =
            start(kind, CacheFilter.builder(larder).rules("/* ttl=30s").build())) {
      assertThat(get(container, "/error").status()).isEqualTo(404);
      RawResponse again = get(container, "/error");

      assertThat(again.status()).isEqualTo(404);
      assertThat(again.text()).isEqualTo("target");
      assertThat(get(container, "/target").first("Cache-Status"))
          .isEqualTo("larder; fwd=uri-miss; stored");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAsynchronousAnswerIsStored(Container.Kind kind) throws Exception {
    try (Larder larder = Larder.open("memory:");
        Container container =
            start(kind, CacheFilter.builder(larder).rules("/* ttl=30s").build())) {
      RawResponse first = get(container, "/async");

      assertThat(first.text()).isEqualTo("target");
      assertThat(first.first("Cache-Status")).isEqualTo("larder; fwd=uri-miss; stored");
      // Containers say that a dispatched request has ended when its client has the answer.
      Awaitility.await()
          .untilAsserted(
              () -> {
                RawResponse again = get(container, "/async");
                assertThat(again.text()).isEqualTo("target");
                assertThat(again.first("Cache-Status")).startsWith("larder; hit; ttl=");
              });
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFilterThatIsThereTwiceWorksOnce(Container.Kind kind) throws Exception {
    try (Larder larder = Larder.open("memory:");
        Container container =
            kind.start(
                new App()
                    .filter("/*", CacheFilter.builder(larder).rules("/* ttl=30s").build())
                    .filter("/*", CacheFilter.builder(larder).rules("/* ttl=60s").build())
                    .servlet("/target", servlet))) {
      assertThat(get(container, "/target").all("Cache-Status"))
          .containsExactly("larder; fwd=uri-miss; stored");
      assertThat(get(container, "/target").all("Cache-Status")).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachOfTwoFiltersServesWhatItHasARuleFor(Container.Kind kind) throws Exception {
    try (Larder larder = Larder.open("memory:");
        Container container =
            kind.start(
                new App()
                    .filter("/*", CacheFilter.builder(larder).rules("/target ttl=30s").build())
                    .filter("/*", CacheFilter.builder(larder).rules("/forward ttl=60s").build())
                    .servlet("/target", servlet)
                    .servlet("/forward", servlet))) {
      for (String path : new String[] {"/target", "/forward"}) {
        assertThat(get(container, path).all("Cache-Status"))
            .containsExactly("larder; fwd=uri-miss; stored");
        assertThat(get(container, path).all("Cache-Status"))
            .singleElement()
            .asString()
            .matches("larder; hit; ttl=" + (path.equals("/target") ? "(29|30)" : "(59|60)"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMissingAsyncSupportedIsNamedInASentence(Container.Kind kind) throws Exception {
    StringBuilder log = new StringBuilder();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            log.append(record.getMessage()).append('\n');
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger(CacheFilter.class.getName());
    logger.addHandler(handler);
    try (Larder larder = Larder.open("memory:");
        Container container =
            kind.start(
                new App()
                    .filter(
                        "/*",
                        CacheFilter.builder(larder).rules("/* ttl=30s").build(),
                        false,
                        Map.of(),
                        EnumSet.of(DispatcherType.REQUEST))
                    .servlet("/async", servlet))) {
      assertThat(get(container, "/async").status()).isEqualTo(500);
      assertThat(get(container, "/async").status()).isEqualTo(500);
      assertThat(log.toString().lines())
          .hasSize(1)
          .first()
          .asString()
          .contains("<async-supported>true</async-supported>");
    } finally {
      logger.removeHandler(handler);
    }
  }
}
