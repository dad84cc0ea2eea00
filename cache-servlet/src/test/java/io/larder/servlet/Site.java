package io.larder.servlet;

import io.larder.cache.Larder;
import io.larder.servlet.testing.App;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawClient;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A running application with the cache filter in front of one handler, and a client for it. */
final class Site implements AutoCloseable {

  /** What a test lets the handler do. */
  interface Handler {
    void handle(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException;
  }

  /** Counts its runs, and answers all methods alike. */
  static final class Counting extends HttpServlet {
    private static final long serialVersionUID = 1L;

    final AtomicInteger runs = new AtomicInteger();
    private final transient Handler handler;

    Counting(Handler handler) {
      this.handler = handler;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException {
      runs.incrementAndGet();
      handler.handle(request, response);
    }
  }

  final Larder larder;
  final Counting servlet;
  final CacheFilter filter;
  final Container container;

  private Site(Larder larder, Counting servlet, CacheFilter filter, Container container) {
    this.larder = larder;
    this.servlet = servlet;
    this.filter = filter;
    this.container = container;
  }

  static Builder of(Handler handler) {
    return new Builder(handler);
  }

  /**
   * Does something in a thread of its own: the JVM's common pool may have one thread for all who
   * wait.
   */
  static <T> CompletableFuture<T> aside(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, task -> new Thread(task, "aside").start());
  }

  /**
   * Stands still at the second in which it was made, so that what a container dates is new when it
   * is stored, in whichever second that is: ages are those of the Larder's ticker then.
   */
  static InstantSource still() {
    return InstantSource.fixed(Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  int runs() {
    return servlet.runs.get();
  }

  RawResponse get(String target, String... fields) throws IOException {
    return RawClient.exchange(container.base(), "GET", target, fields);
  }

  RawResponse send(String method, String target, String... fields) throws IOException {
    return RawClient.exchange(container.base(), method, target, fields);
  }

  /** The key of a target, as rules make it unless they are told otherwise. */
  String key(String target) {
    // The test's client names the host without the port.
    return CacheRule.path("/*").build().key(URI.create("http://127.0.0.1" + target));
  }

  @Override
  public void close() {
    container.close();
    larder.close();
  }

  /** Says how the site is built. */
  static final class Builder {
    private final Counting servlet;
    private final App app = new App();
    private Larder larder;
    private String rules = "/* ttl=30s";
    private CacheFilter filter;
    private String path = "/*";
    private Container.Kind kind = Container.Kind.JETTY;
    private Set<DispatcherType> dispatchers = EnumSet.of(DispatcherType.REQUEST);
    private Filter inner;
    private Set<DispatcherType> innerDispatchers = EnumSet.of(DispatcherType.REQUEST);

    private Builder(Handler handler) {
      servlet = new Counting(handler);
    }

    Builder on(Container.Kind kind) {
      this.kind = kind;
      return this;
    }

    Builder rules(String rules) {
      this.rules = rules;
      return this;
    }

    Builder over(Larder larder) {
      this.larder = larder;
      return this;
    }

    /** A filter of the test's own, over the Larder that was given before. */
    Builder filter(CacheFilter filter) {
      this.filter = filter;
      return this;
    }

    /** A filter outside of the cache. */
    Builder outside(Filter outer) {
      app.filter("/*", outer);
      return this;
    }

    /** A filter inside of the cache. */
    Builder inside(Filter inner, DispatcherType... dispatchers) {
      this.inner = inner;
      this.innerDispatchers = Set.of(dispatchers);
      return this;
    }

    /** Maps the cache for asynchronous dispatches too. */
    Builder seesDispatches() {
      return seesDispatches(true);
    }

    /** Whether the filter is mapped for asynchronous dispatches too. */
    Builder seesDispatches(boolean seen) {
      dispatchers =
          seen
              ? EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC)
              : EnumSet.of(DispatcherType.REQUEST);
      return this;
    }

    Builder threads(int threads) {
      app.threads(threads);
      return this;
    }

    /** Has the container compress what leaves it. */
    Builder compressing() {
      app.compressing();
      return this;
    }

    Builder http2() {
      app.http2();
      return this;
    }

    Builder at(String path) {
      this.path = path;
      return this;
    }

    Site start() throws Exception {
      Larder used = larder != null ? larder : Larder.open("memory:");
      CacheFilter cache =
          filter != null ? filter : CacheFilter.builder(used).rules(rules).clock(still()).build();
      app.filter("/*", cache, true, Map.of(), dispatchers);
      if (inner != null) {
        app.filter("/*", inner, true, Map.of(), innerDispatchers);
      }
      app.servlet(path, servlet);
      return new Site(used, servlet, cache, kind.start(app));
    }
  }
}
