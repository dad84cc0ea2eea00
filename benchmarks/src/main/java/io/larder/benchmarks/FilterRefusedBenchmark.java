package io.larder.benchmarks;

import io.larder.cache.Larder;
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

/** What the filter costs a request whose answer says {@code no-store}: no container, no network. */
@NullUnmarked // the fields are set before a benchmark runs
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FilterRefusedBenchmark {

  private Larder larder;
  private CacheFilter filter;
  private StubRequest request;
  private RefusedResponse response;
  private FilterChain handler;

  /** Starts the filter. */
  @Setup
  public void start(Blackhole blackhole) throws ServletException {
    larder = Larder.open("memory:");
    filter = CacheFilter.builder(larder).rules("/universities ttl=1h").build();
    filter.init(Stubs.filterConfig());
    request = StubRequest.plain();
    response = new RefusedResponse(blackhole);
    byte[] body = Payload.json(700);
    handler = (asked, answer) -> write(body, (HttpServletResponse) answer);
  }

  private static void write(byte[] body, HttpServletResponse response) throws IOException {
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-store");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  /** Stops the filter. */
  @TearDown
  public void stop() {
    filter.destroy();
    larder.close();
  }

  /** The handler alone. */
  @Benchmark
  public RefusedResponse handler() throws ServletException, IOException {
    response.clear();
    handler.doFilter(request, response);
    return response;
  }

  /** A rule is for the path. */
  @Benchmark
  public RefusedResponse refused() throws ServletException, IOException {
    response.clear();
    filter.doFilter(request, response, handler);
    return response;
  }
}
