package io.larder.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Larder;
import io.larder.servlet.CacheFilter;
import io.larder.servlet.CacheRule;
import io.larder.servlet.FillContext;
import io.larder.servlet.testing.App;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawClient;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The snippets of docs/http-caching.md. */
class HandlerSnippetsTest {

  private final Larder larder = Larder.open("memory:");

  @AfterEach
  void close() {
    larder.close();
  }

  /** Says what the pages say. */
  private static final class Deciding extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      String country = request.getParameter("country");
      switch (request.getPathInfo()) {
        case "/ttl" ->
            // tag::fill-context
            FillContext.of(request).ttl(Duration.ofSeconds(10)).tags("country:" + country);
        // end::fill-context
        case "/not" ->
            // tag::do-not-store
            FillContext.of(request).doNotStore();
        // end::do-not-store
        default ->
            // tag::larder-cache-control
            response.setHeader("Larder-Cache-Control", "max-age=10");
          // end::larder-cache-control
      }
      response.getWriter().print("universities");
    }
  }

  @Test
  void theHandlerDecides() throws Exception {
    CacheFilter filter = CacheFilter.builder(larder).rules("/* ttl=30s").build();
    App app = new App().filter("/*", filter).servlet("/*", new Deciding());
    try (Container container = Container.Kind.JETTY.start(app)) {
      get(container, "/ttl?country=France");
      get(container, "/header");

      assertThat(status(get(container, "/ttl?country=France")))
          .matches("larder; hit; ttl=(10|[0-9])");
      assertThat(status(get(container, "/not"))).endsWith("detail=do-not-store");
      RawResponse hit = get(container, "/header");
      assertThat(status(hit)).matches("larder; hit; ttl=(10|[0-9])");
      assertThat(hit.first("Larder-Cache-Control")).isNull();

      larder.invalidate("country:France");
      assertThat(status(get(container, "/ttl?country=France"))).contains("uri-miss");
    }
  }

  @Test
  void conditions() throws Exception {
    // tag::conditions
    CacheRule rule =
        CacheRule.path("/universities")
            .ttl(Duration.ofSeconds(30))
            .bypassWhen(request -> request.getParameter("preview") != null)
            .refreshWhen(request -> "yes".equals(request.getHeader("X-Refresh")))
            .staleWhen(stored -> "retired".equals(stored.header("X-Build")))
            .storeWhen(response -> response.header("X-Partial") == null)
            .build();
    // end::conditions
    CacheFilter filter = CacheFilter.builder(larder).rule(rule).build();
    App app = new App().filter("/*", filter).servlet("/*", new PlainServlet());
    try (Container container = Container.Kind.JETTY.start(app)) {
      assertThat(status(get(container, "/universities"))).endsWith("stored");
      assertThat(status(get(container, "/universities?preview"))).endsWith("bypass-when");
      assertThat(status(get(container, "/universities", "X-Refresh: yes")))
          .isEqualTo("larder; fwd=request; detail=refresh-when; stored");
      assertThat(get(container, "/universities").text()).isEqualTo("no. 3");
    }
  }

  private static String status(RawResponse response) {
    return response.first("Cache-Status");
  }

  private static RawResponse get(Container container, String target, String... fields)
      throws IOException {
    String[] all = new String[fields.length + 1];
    System.arraycopy(fields, 0, all, 0, fields.length);
    all[fields.length] = "Connection: close";
    return RawClient.exchange(container.base(), "GET", target, all);
  }
}
