package io.larder.benchmarks;

import io.larder.cache.Larder;
import io.larder.cache.Page;
import io.larder.servlet.CacheFilter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** What the filter costs requests that it has nothing to do with: no container, no network. */
@NullUnmarked // the fields are set before a benchmark runs
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FilterPassBenchmark {

  private Larder larder;
  private CacheFilter without;
  private CacheFilter bypassing;
  private StubRequest request;
  private StubResponse response;
  private FilterChain handler;

  /** Starts two filters. */
  @Setup
  public void start(Blackhole blackhole) throws ServletException {
    larder = Larder.open("memory:");
    without = CacheFilter.builder(larder).rules("/elsewhere ttl=1h").build();
    without.init(Stubs.filterConfig());
    bypassing = CacheFilter.builder(larder).rules("/universities ttl=1h").build();
    bypassing.init(Stubs.filterConfig());
    request = StubRequest.authorized();
    response = new StubResponse(blackhole);
    Page page = Stubs.page(Payload.json(700));
    handler = (asked, answer) -> write(page, (HttpServletResponse) answer);
  }

  private static void write(Page page, HttpServletResponse response) throws IOException {
    response.setStatus(page.status());
    for (int i = 0; i < page.fieldCount(); i++) {
      response.setHeader(page.name(i), page.value(i));
    }
    response.setContentLength(page.body().length);
    response.getOutputStream().write(page.body());
  }

  /** Stops the filters. */
  @TearDown
  public void stop() {
    without.destroy();
    bypassing.destroy();
    larder.close();
  }

  /** The handler alone. */
  @Benchmark
  public StubResponse handler() throws ServletException, IOException {
    handler.doFilter(request, response);
    return response;
  }

  /** No rule is for the path. */
  @Benchmark
  public StubResponse noRule() throws ServletException, IOException {
    without.doFilter(request, response, handler);
    return response;
  }

  /** A rule is, and the request has an Authorization field. */
  @Benchmark
  public StubResponse bypass() throws ServletException, IOException {
    bypassing.doFilter(request, response, handler);
    return response;
  }
}
