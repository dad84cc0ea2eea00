package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Larder;
import io.larder.servlet.Explanation.Verdict;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Of requests made up at random: what is explained is what is done, and explaining does nothing.
 */
class ExplainedIsDoneTest {

  private static final int REQUESTS = 400;

  private static final String RULES =
      """
      /plain/* ttl=30s allowReads=headers
      /steered/* ttl=20s clientDirectives staleIfError=1m keep=5m allowReads=headers
      /stale/* ttl=10s staleWhileRevalidate=30s allowReads=headers
      /proxied/* proxy
      /search/* ttl=20s methods=GET,QUERY,POST clientDirectives compress allowReads=headers
      /few/* ttl=30s maxNewKeys=3 methods=GET,QUERY clientDirectives allowReads=headers
      /tenants/* ttl=30s params=x tenant=X-Tenant allowAuthenticated
      """;

  private static final List<String> PATHS =
      List.of(
          "/plain/a",
          "/plain/b;s=1",
          "/plain/%41",
          "/steered/a",
          "/stale/a",
          "/proxied/a",
          "/search/a",
          "/few/a",
          "/tenants/a",
          "/refreshed/a",
          "/outside/a");

  private static final List<String> QUERIES =
      List.of("", "", "", "?x=1", "?x=2", "?x=1&x=2", "?b&a", "?", "?a=%00", "?x=%31", "?n", "?v");

  private static final List<String> METHODS =
      List.of("GET", "GET", "GET", "GET", "HEAD", "QUERY", "POST", "OPTIONS", "DELETE", "PURGE");

  private static final List<List<String>> FIELDS =
      List.of(
          List.of("Range", "bytes=0-1", "bytes=5-", "bytes=0-0,3-4", "odd"),
          List.of("If-None-Match", "\"1\"", "*", "\"other\""),
          List.of("If-Match", "\"other\""),
          List.of("If-Modified-Since", "Thu, 01 Jan 2099 00:00:00 GMT"),
          List.of("Cache-Control", "no-cache", "no-store", "max-age=5", "only-if-cached"),
          List.of("Cache-Control", "max-stale=100", "min-fresh=15", "max-age=0, only-if-cached"),
          List.of("Pragma", "no-cache"),
          List.of("Cookie", "a=1", "JSESSIONID=x"),
          List.of("Authorization", "Basic eA=="),
          List.of("X-Tenant", "ann", "bob"),
          List.of("X-V", "1", "2"),
          List.of("X-Refresh", "1"),
          List.of("Accept-Encoding", "gzip", "identity;q=0"),
          List.of("X-HTTP-Method-Override", "DELETE"));

  private static final Set<String> QUESTIONS = Set.of("find", "findAll", "name");

  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger changes = new AtomicInteger();
  private final AtomicInteger atWork = new AtomicInteger();
  private final Map<Verdict, Integer> seen = new EnumMap<>(Verdict.class);

  private Object around(String method, Object[] arguments, Callable<Object> proceed)
      throws Exception {
    if (!QUESTIONS.contains(method)) {
      changes.incrementAndGet();
    }
    return proceed.call();
  }

  /** What is counted is counted when the client has its answer already. */
  private void counted(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    atWork.incrementAndGet();
    try {
      chain.doFilter(request, response);
    } finally {
      atWork.decrementAndGet();
    }
  }

  private static void answer(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String query = String.valueOf(request.getQueryString());
    boolean proxied = request.getRequestURI().startsWith("/proxied");
    response.setContentType("text/plain");
    response.setHeader("ETag", "\"1\"");
    if (query.equals("n")) {
      response.setHeader("Cache-Control", "no-store");
    } else if (proxied) {
      response.setHeader("Cache-Control", "max-age=30");
      response.setHeader("No-Vary-Search", "params=(\"b\")");
    }
    if (query.equals("v")) {
      response.setHeader("Vary", "X-V");
    }
    response.getWriter().print("0123456789".repeat(300));
  }

  /** One request; of content only what no other has. */
  private record Asked(String method, String target, Map<String, String> headers, String content) {

    static Asked random(Random random, int number) {
      String method = pick(random, METHODS);
      Map<String, String> headers = new LinkedHashMap<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        List<String> field = pick(random, FIELDS);
        headers.put(field.get(0), pick(random, field.subList(1, field.size())));
      }
      boolean hasContent = method.equals("QUERY") || method.equals("POST");
      if (hasContent) {
        headers.put("Content-Type", "application/json");
      }
      String target = pick(random, PATHS) + pick(random, QUERIES);
      return new Asked(method, target, headers, hasContent ? "{" + number + "}" : "");
    }

    private static <T> T pick(Random random, List<T> from) {
      return from.get(random.nextInt(from.size()));
    }

    Explanation explain(Site site) {
      return site.filter.explain(method, URI.create("http://127.0.0.1" + target), headers);
    }

    RawResponse send(Site site) throws IOException {
      String[] fields =
          headers.entrySet().stream()
              .map(each -> each.getKey() + ": " + each.getValue())
              .toArray(String[]::new);
      return content.isEmpty()
          ? site.send(method, target, fields)
          : Asking.send(site, method, target, content, fields);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatIsExplainedIsDone(long seed) throws Exception {
    Random random = new Random(seed);
    try (Site site = site()) {
      for (int i = 0; i < REQUESTS; i++) {
        check(site, Asked.random(random, i), seed + "/" + i);
        now.addAndGet(Duration.ofSeconds(random.nextInt(6)).toNanos());
      }
      assertThat(seen.keySet()).containsExactlyInAnyOrder(Verdict.values());
    }
  }

  private Site site() throws Exception {
    Larder larder = InterceptedBackend.larder(this::around, now::get);
    CacheRule refreshed =
        CacheRule.path("/refreshed/*")
            .ttl(Duration.ofSeconds(30))
            .maxNewKeys(4)
            .allowReads("headers")
            .refreshWhen(request -> request.getHeader("X-Refresh") != null)
            .bypassWhen(request -> request.getHeader("X-V") != null)
            .build();
    return Site.of(ExplainedIsDoneTest::answer)
        .outside(this::counted)
        .over(larder)
        .filter(
            CacheFilter.builder(larder).rules(RULES).rule(refreshed).clock(Site.still()).build())
        .start();
  }

  private void check(Site site, Asked asked, String which) throws IOException {
    int changed = changes.get();
    int runs = site.runs();
    String stats = site.larder.stats().toString();
    Explanation said = asked.explain(site);
    assertThat(asked.explain(site)).isEqualTo(said);
    assertThat(changes).as(which).hasValue(changed);
    assertThat(site.runs()).as(which).isEqualTo(runs);
    assertThat(site.larder.stats()).as(which).hasToString(stats);

    RawResponse done = asked.send(site);
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> atWork.get() == 0);
    String context = which + " " + asked + "\n" + said;
    if (said.cacheStatus() == null) {
      assertThat(done.first("Cache-Status")).as(context).isNull();
    } else {
      assertThat(done.first("Cache-Status")).as(context).startsWith(said.cacheStatus());
    }
    boolean ran = site.runs() > runs;
    switch (said.verdict()) {
      case HIT -> assertThat(ran).as(context).isFalse();
      case STALE_HIT -> {} // it may be refreshed behind its client's back
      case UNANSWERED -> {
        assertThat(ran).as(context).isFalse();
        assertThat(done.status()).as(context).isEqualTo(504);
      }
      default -> assertThat(ran).as(context).isTrue();
    }
    seen.merge(said.verdict(), 1, Integer::sum);
  }

  @Test
  void withTheCacheSwitchedOffToo() throws Exception {
    Random random = new Random(4);
    try (Site site = site()) {
      site.larder.enabled(false);
      for (int i = 0; i < REQUESTS; i++) {
        check(site, Asked.random(random, i), "off/" + i);
      }
      assertThat(seen.keySet())
          .containsExactlyInAnyOrder(
              Verdict.NOT_COVERED, Verdict.BYPASS, Verdict.INVALIDATE, Verdict.UNANSWERED);
    }
  }
}
