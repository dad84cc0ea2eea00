package io.larder.benchmarks;

import io.larder.cache.CacheStore;
import io.larder.cache.Larder;
import io.larder.cache.Page;
import io.larder.cache.Terms;
import io.larder.servlet.CacheFilter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
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

/** What the filter itself costs a hit from memory: no container, no network. */
@NullUnmarked // the fields are set before a benchmark runs
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FilterHitBenchmark {

  private static final FilterChain NOBODY =
      (request, response) -> {
        throw new IllegalStateException("the request was not answered from the cache");
      };

  private Larder larder;
  private CacheFilter filter;
  private Page page;
  private Larder encodedLarder;
  private CacheFilter encodedFilter;
  private StubRequest plain;
  private StubRequest browser;
  private StubRequest other;
  private StubRequest conditional;
  private StubResponse response;

  /** Stores one page and starts the filter. */
  @Setup
  public void start(Blackhole blackhole) throws ServletException, IOException {
    larder = Larder.open("memory:");
    page = Stubs.page(Payload.json(700));
    CacheStore<Page> pages = larder.pages().store();
    String key = "http://localhost:5000/universities?country=Germany";
    pages.fill(pages.claim(key), page, Terms.ttl(Duration.ofHours(1)));
    filter = CacheFilter.builder(larder).rules("/universities ttl=1h").build();
    filter.init(Stubs.filterConfig());
    encodedLarder = Larder.open("memory:");
    encodedFilter =
        CacheFilter.builder(encodedLarder).rules("/universities ttl=1h compress").build();
    encodedFilter.init(Stubs.filterConfig());
    CacheStore<Page> encodedPages = encodedLarder.pages().store();
    Page encoded = Stubs.page(Payload.json(7_000)).encoded("gzip");
    encodedPages.fill(encodedPages.claim(key), encoded, Terms.ttl(Duration.ofHours(1)));
    plain = StubRequest.plain();
    browser = StubRequest.accepting("gzip, deflate, br, zstd");
    other = StubRequest.accepting("identity");
    conditional = StubRequest.conditional();
    response = new StubResponse(blackhole);
    requireStatus(hit(), 200);
    requireStatus(notModified(), 304);
    requireStatus(encodedHit(), 200);
    requireStatus(decodedHit(), 200);
  }

  private static void requireStatus(StubResponse response, int status) {
    if (response.status() != status) {
      throw new IllegalStateException("answered " + response.status() + " instead of " + status);
    }
  }

  /** Stops the filter. */
  @TearDown
  public void stop() {
    filter.destroy();
    larder.close();
    encodedFilter.destroy();
    encodedLarder.close();
  }

  /** Writes the same head and body by hand, as a servlet would that knows them. */
  @Benchmark
  public StubResponse byHand() throws IOException {
    response.setStatus(page.status());
    for (int i = 0; i < page.fieldCount(); i++) {
      response.setHeader(page.name(i), page.value(i));
    }
    response.setHeader("Age", "1");
    response.addHeader("Cache-Status", "larder; hit; ttl=3599");
    response.setContentLength(page.body().length);
    response.getOutputStream().write(page.body());
    return response;
  }

  /** Answers a request that has no conditions. */
  @Benchmark
  public StubResponse hit() throws ServletException, IOException {
    filter.doFilter(plain, response, NOBODY);
    return response;
  }

  /** Answers a request with a page that is stored in gzip, as it is stored. */
  @Benchmark
  public StubResponse encodedHit() throws ServletException, IOException {
    encodedFilter.doFilter(browser, response, NOBODY);
    return response;
  }

  /** Answers a request with the same page of 7,000 bytes, whose client does not take gzip. */
  @Benchmark
  public StubResponse decodedHit() throws ServletException, IOException {
    encodedFilter.doFilter(other, response, NOBODY);
    return response;
  }

  /** Answers a request whose client has the page already. */
  @Benchmark
  public StubResponse notModified() throws ServletException, IOException {
    filter.doFilter(conditional, response, NOBODY);
    return response;
  }
}
