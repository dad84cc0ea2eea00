package io.larder.benchmarks;

import io.larder.cache.Larder;
import io.larder.servlet.CacheFilter;
import io.larder.servlet.CacheRule;
import io.larder.servlet.CacheRuleBuilder;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What it costs a miss to note what its handler reads: the same handler asks for nothing, or for
 * what frameworks ask for on every request. No container, no network; each answer is computed anew
 * and stored.
 */
@NullUnmarked // the fields are set before a benchmark runs
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FilterMissBenchmark {

  private static final String[] FIELDS = {"Accept", "Origin", "Forwarded", "X-Tenant"};

  /** Whether reads are noted; not so by a rule for proxies. */
  @Param({"false", "true"})
  private boolean noted;

  /** Whether the handler reads anything. */
  @Param({"false", "true"})
  private boolean reads;

  private Larder larder;
  private CacheFilter filter;
  private StubRequest request;
  private RefusedResponse response;
  private FilterChain handler;

  /** Starts the filter. */
  @Setup
  public void start(Blackhole blackhole) throws ServletException {
    larder = Larder.open("memory:");
    filter = CacheFilter.builder(larder).rule(rule(noted)).build();
    filter.init(Stubs.filterConfig());
    request = StubRequest.plain();
    response = new RefusedResponse(blackhole);
    byte[] body = Payload.json(700);
    handler =
        (asked, answer) -> {
          if (reads) {
            read((HttpServletRequest) asked, blackhole);
          }
          write(body, (HttpServletResponse) answer);
        };
  }

  private static CacheRule rule(boolean noted) {
    CacheRuleBuilder rule =
        CacheRule.path("/universities").ttl(Duration.ofHours(1)).refreshWhen(request -> true);
    return (noted ? rule : rule.proxy()).build();
  }

  private static void read(HttpServletRequest request, Blackhole blackhole) {
    blackhole.consume(request.getSession(false));
    blackhole.consume(request.getAttribute("org.springframework.web.context.request"));
    blackhole.consume(request.getAttribute("user"));
    for (String name : FIELDS) {
      blackhole.consume(request.getHeader(name));
    }
    blackhole.consume(request.getQueryString());
    blackhole.consume(request.getParameter("country"));
  }

  private static void write(byte[] body, HttpServletResponse response) throws IOException {
    response.setContentType("application/json");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  /** Stops the filter. */
  @TearDown
  public void stop() {
    filter.destroy();
    larder.close();
  }

  /** A miss. */
  @Benchmark
  public RefusedResponse miss() throws ServletException, IOException {
    response.clear();
    filter.doFilter(request, response, handler);
    return response;
  }
}
