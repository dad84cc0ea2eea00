package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Larder;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/**
 * A site whose pages {@code /a} and {@code /b} have been filled and went stale 3 seconds ago; from
 * then on the handler waits at a gate.
 */
final class StalePage implements AutoCloseable {

  static final String RULE = "/* ttl=30s staleWhileRevalidate=1h tags=t";

  /** What Cache-Status says of a stale page that is served while it is refreshed. */
  static final String STALE = "larder; hit; ttl=-3; detail=stale-while-revalidate";

  final AtomicLong now;
  final Site site;

  private final AtomicInteger runs = new AtomicInteger(1);
  private final Semaphore entered = new Semaphore(0);
  private final CountDownLatch gate = new CountDownLatch(1);
  private final Site.Handler handler;
  private volatile boolean filling = true;

  private StalePage(Builder from) throws Exception {
    this.now = from.now;
    this.handler = from.handler;
    Larder larder =
        from.larder != null
            ? from.larder
            : Larder.builder().store("memory:").ticker(now::get).build();
    CacheFilter filter =
        CacheFilter.builder(larder)
            .rule(from.rule)
            .maxRefreshes(from.maxRefreshes)
            .clock(Site.still())
            .build();
    Site.Builder builder =
        Site.of(this::handle).on(from.kind).over(larder).outside(from.outside).filter(filter);
    this.site = (from.http2 ? builder.http2() : builder).start();
    site.get("/a");
    site.get("/b");
    filling = false;
    pass(33);
  }

  static Builder of() {
    return new Builder();
  }

  private void handle(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    if (filling) {
      text(response, "run 1");
      return;
    }
    int run = runs.incrementAndGet();
    entered.release();
    await(gate);
    if (handler != null) {
      handler.handle(request, response);
    } else {
      text(response, "run " + run);
    }
  }

  private static void text(HttpServletResponse response, String text) throws IOException {
    response.setContentType("text/plain");
    response.getWriter().print(text);
  }

  static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  void pass(long seconds) {
    now.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  /** Waits until the handler runs again, and stands at the gate. */
  void awaitRun() throws InterruptedException {
    assertThat(entered.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
  }

  StalePage open() {
    gate.countDown();
    return this;
  }

  int runs() {
    return runs.get();
  }

  RawResponse get(String... fields) throws IOException {
    return site.get("/a", fields);
  }

  int refreshing() {
    return site.filter.refreshing();
  }

  String status() throws IOException {
    return get().first("Cache-Status");
  }

  /** Waits until no refresh is under way any more. */
  void awaitEnd() {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> refreshing() == 0);
  }

  void assertRefreshed() throws IOException {
    awaitEnd();
    RawResponse hit = get();
    assertThat(hit.first("Cache-Status")).matches("larder; hit; ttl=\\d+");
    assertThat(hit.text()).isEqualTo("run 2");
    assertThat(runs()).isEqualTo(2);
  }

  @Override
  public void close() {
    gate.countDown();
    site.close();
  }

  /** Says how the page is made. */
  static final class Builder {
    private final AtomicLong now = new AtomicLong();
    private Container.Kind kind = Container.Kind.JETTY;
    private CacheRule rule = CacheRule.parse(RULE);
    private Filter outside = (request, response, chain) -> chain.doFilter(request, response);
    private int maxRefreshes = 16;
    private Larder larder;
    private Site.Handler handler;
    private boolean http2;

    Builder http2() {
      http2 = true;
      return this;
    }

    Builder on(Container.Kind kind) {
      this.kind = kind;
      return this;
    }

    Builder rule(String rule) {
      return rule(CacheRule.parse(rule));
    }

    Builder rule(CacheRule rule) {
      this.rule = rule;
      return this;
    }

    /** A filter outside of the cache. */
    Builder outside(Filter outside) {
      this.outside = outside;
      return this;
    }

    Builder maxRefreshes(int maxRefreshes) {
      this.maxRefreshes = maxRefreshes;
      return this;
    }

    Builder over(Larder larder) {
      this.larder = larder;
      return this;
    }

    /** What the handler does from its second run on. */
    Builder then(Site.Handler handler) {
      this.handler = handler;
      return this;
    }

    StalePage start() throws Exception {
      return new StalePage(this);
    }
  }
}
