package io.larder.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Answer;
import io.larder.cache.CacheEntry;
import io.larder.cache.CacheListener;
import io.larder.cache.CacheStats;
import io.larder.cache.Larder;
import io.larder.cache.Lookup;
import io.larder.cache.Miss;
import io.larder.cache.Page;
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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The snippets of docs/from-flask-caching.md about views, run. */
class FlaskPagesSnippetsTest {

  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  // tag::flask-signals
  private final CacheListener signals =
      new CacheListener() {
        @Override
        public void hit(String cache, String key, long bytes) {
          hits.increment();
        }

        @Override
        public void miss(String cache, String key) {
          misses.increment();
        }
      };
  // end::flask-signals

  private final Larder larder = Larder.builder().listener(signals).build();

  @AfterEach
  void close() {
    larder.close();
  }

  @Test
  void theOneLine() throws Exception {
    App app = app(CacheFilter.over(larder)).servlet("/universities", new UniversitiesPage());
    try (Container container = Container.Kind.JETTY.start(app)) {
      get(container, "/universities?country=Germany&name=Berlin");

      assertThat(status(get(container, "/universities?name=Berlin&country=Germany")))
          .startsWith("larder; hit; ttl=");
      assertThat(status(get(container, "/universities?country=France"))).endsWith("stored");
      assertThat(hits.sum()).isEqualTo(1);
      assertThat(misses.sum()).isEqualTo(2);

      // tag::flask-stats
      CacheStats counted = larder.stats();
      double ratio = counted.hitRatio();
      // end::flask-stats
      assertThat(ratio).isBetween(0.3, 0.4);
    }
  }

  @Test
  void rules() throws Exception {
    CacheFilter filter =
        CacheFilter.builder(larder).rules(Resources.read("flask-rules.txt")).build();
    App app = app(filter).servlet("/*", new Hello());
    try (Container container = Container.Kind.JETTY.start(app)) {
      assertMissAndHit(container, "/universities?country=France", "/universities?country=France");
      assertMissAndHit(container, "/about?a=1", "/about?a=2");
      assertThat(post(container, "one")).endsWith("stored");
      assertThat(post(container, "one")).contains("hit");
      assertThat(post(container, "two")).endsWith("stored");
    }
  }

  @Test
  void options() throws Exception {
    // tag::flask-options
    CacheRule works =
        CacheRule.path("/works")
            .ttl(Duration.ofSeconds(50)) // timeout
            .params("limit", "offset") // query_string, and only what counts of it
            .bypassWhen(request -> request.getParameter("preview") != null) // unless
            .refreshWhen(request -> "yes".equals(request.getHeader("X-Refresh"))) // forced_update
            .staleWhen(stored -> "retired".equals(stored.header("X-Build"))) // is_stale
            .storeWhen(response -> response.header("X-Partial") == null) // response_filter
            .build();
    CacheRule hello =
        CacheRule.path("/hello")
            .key(request -> "hello:" + request.header("X-Shop")) // key_prefix, make_cache_key
            .build();
    CacheFilter filter = CacheFilter.builder(larder).rule(works).rule(hello).build();
    // end::flask-options
    App app = app(filter).servlet("/*", new Hello());
    try (Container container = Container.Kind.JETTY.start(app)) {
      assertMissAndHit(container, "/works?limit=15", "/works?utm_source=mail&limit=15");
      assertThat(status(get(container, "/works?preview"))).endsWith("bypass-when");
      assertThat(status(get(container, "/works?limit=15", "X-Refresh: yes")))
          .isEqualTo("larder; fwd=request; detail=refresh-when; stored");
      get(container, "/works?offset=1");
      assertThat(status(get(container, "/works?offset=1"))).doesNotContain("hit");
      assertThat(status(get(container, "/works?offset=2"))).contains("store-when");
      get(container, "/hello", "X-Shop: a");
      assertThat(status(get(container, "/hello", "X-Shop: a"))).contains("hit");
      assertThat(status(get(container, "/hello", "X-Shop: b"))).endsWith("stored");
    }
  }

  @Test
  void deleting() throws Exception {
    CacheFilter filter = CacheFilter.builder(larder).rules("/* ttl=1m").build();
    App app = app(filter).servlet("/*", new Hello());
    try (Container container = Container.Kind.JETTY.start(app)) {
      URI base = URI.create("http://127.0.0.1/"); // as the client says in Host
      get(container, "/works?mock=true&limit=15");
      // tag::flask-delete
      URI works = base.resolve("/works?limit=15&mock=true");
      String key = filter.key(works); // make_cache_key
      Lookup<Page> found = filter.find(works);
      Answer evicted = filter.evict(works); // delete_cached
      // end::flask-delete
      assertThat(found).isInstanceOf(CacheEntry.class);
      assertThat(evicted).isEqualTo(Answer.APPLIED);
      assertThat(larder.pages().find(key)).isInstanceOf(Miss.class);
      get(container, "/works");
      // tag::flask-clear
      larder.invalidate("country:Germany"); // pages and values with that tag
      larder.pages().clear(); // all pages
      larder.clear(); // all of this namespace, and nothing else
      // end::flask-clear
      assertThat(status(get(container, "/works"))).endsWith("stored");
    }
  }

  /** Says what it is asked to say. */
  private static final class Hello extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      if (request.getRequestURI().equals("/works") && request.getParameter("offset") != null) {
        boolean first = request.getParameter("offset").equals("1");
        response.setHeader(first ? "X-Build" : "X-Partial", "retired");
      }
      if (request.getRequestURI().equals("/soon")) {
        // tag::flask-cached-response
        FillContext.of(request).ttl(Duration.ofSeconds(5)).tags("country:Germany");
        // end::flask-cached-response
      }
      response.getOutputStream().write(request.getInputStream().readAllBytes());
    }
  }

  @Test
  void theHandlerSaysHowLong() throws Exception {
    CacheFilter filter = CacheFilter.builder(larder).rules("/* ttl=1m").build();
    try (Container container = Container.Kind.JETTY.start(app(filter).servlet("/*", new Hello()))) {
      get(container, "/soon");

      assertThat(status(get(container, "/soon"))).matches("larder; hit; ttl=[0-5]");
    }
  }

  private static App app(CacheFilter filter) {
    return new App().filter("/*", filter);
  }

  private static void assertMissAndHit(Container container, String first, String second)
      throws IOException {
    assertThat(status(get(container, first))).endsWith("stored");
    assertThat(status(get(container, second))).contains("hit");
  }

  private static String status(RawResponse response) {
    return response.first("Cache-Status");
  }

  private static String post(Container container, String content) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(container.base().resolve("/hello"))
            .POST(HttpRequest.BodyPublishers.ofString(content))
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .headers()
        .firstValue("Cache-Status")
        .orElseThrow();
  }

  private static RawResponse get(Container container, String target, String... fields)
      throws IOException {
    String[] all =
        Stream.concat(Stream.of(fields), Stream.of("Connection: close")).toArray(String[]::new);
    return RawClient.exchange(container.base(), "GET", target, all);
  }
}
