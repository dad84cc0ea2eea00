package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.CacheStats;
import io.larder.cache.Larder;
import io.larder.cache.Miss;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A rule that only tells what it would do does nothing else. */
class ShadowTest {

  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger version = new AtomicInteger(1);

  private Site site(Container.Kind kind, String rules) throws Exception {
    return Site.of(this::answer)
        .on(kind)
        .over(Larder.builder().store("memory:").ticker(now::get).build())
        .rules(rules)
        .start();
  }

  private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (request.getParameter("control") != null) {
      response.setHeader("Cache-Control", request.getParameter("control"));
    }
    if (request.getParameter("tenant") != null) {
      response.setHeader("X-For", request.getHeader("X-Tenant"));
    }
    response
        .getWriter()
        .print(
            "v"
                + version.get()
                + " "
                + request.getHeader("If-None-Match")
                + request.getHeader("Range"));
  }

  private static String told(RawResponse answer) {
    assertThat(answer.all("Cache-Status")).hasSize(1);
    assertThat(answer.first("Age")).isNull();
    assertThat(answer.first("ETag")).isNull();
    return answer.first("Cache-Status").replace("larder; fwd=bypass; detail=", "");
  }

  @ParameterizedTest
  @EnumSource
  void everyRequestReachesTheHandlerAndNothingIsStored(Container.Kind kind) throws Exception {
    try (Site site = site(kind, "/* ttl=30s mode=shadow")) {
      assertThat(told(site.get("/a"))).isEqualTo("shadow:stored");
      assertThat(told(site.get("/a"))).isEqualTo("shadow:hit");
      assertThat(told(site.send("HEAD", "/a"))).isEqualTo("shadow:hit");
      assertThat(told(site.get("/b?control=no-store"))).isEqualTo("shadow:no-store");
      assertThat(told(site.get("/c?tenant", "X-Tenant: ann")))
          .isEqualTo("shadow:read:header:x-tenant");
      assertThat(site.runs()).isEqualTo(5);
      assertThat(site.larder.pages().find(site.key("/a"))).isInstanceOf(Miss.class);

      CacheStats stats = site.larder.stats();
      assertThat(stats.hits()).isEqualTo(2);
      assertThat(stats.misses()).isEqualTo(3);
      assertThat(stats.stored()).isEqualTo(1);
      assertThat(stats.refused()).isEqualTo(2);
      assertThat(stats.outdated()).isZero();
      assertThat(stats.bytesStored()).isEqualTo("v1 nullnull".length());
    }
  }

  @Test
  void itEndsAsItWould() throws Exception {
    try (Site site = site(Container.Kind.JETTY, "/* ttl=30s mode=shadow")) {
      site.get("/a");
      now.addAndGet(Duration.ofSeconds(31).toNanos());
      assertThat(told(site.get("/a"))).isEqualTo("shadow:stored");
      site.send("POST", "/a", "Content-Length: 0");
      assertThat(told(site.get("/a"))).isEqualTo("shadow:stored");
      site.filter.evict(URI.create("http://127.0.0.1/a"));
      assertThat(told(site.get("/a"))).isEqualTo("shadow:stored");
      assertThat(told(site.get("/a"))).isEqualTo("shadow:hit");
    }
  }

  @Test
  void aHitThatWouldBeOutdatedIsCounted() throws Exception {
    try (Site site = site(Container.Kind.JETTY, "/* ttl=30s mode=shadow")) {
      site.get("/a");
      version.set(2);
      RawResponse other = site.get("/a");
      assertThat(other.text()).startsWith("v2");
      assertThat(told(other)).isEqualTo("shadow:hit-outdated");
      assertThat(site.larder.stats().outdated()).isOne();
    }
  }

  /** Conditions, ranges and what a rule hides are the handler's to see. */
  @Test
  void theHandlerSeesTheRequestAsItCame() throws Exception {
    try (Site site =
        site(
            Container.Kind.JETTY,
            "/* ttl=30s mode=shadow hide=cookies,headers,params ignoreParams=tenant")) {
      RawResponse answer =
          site.get("/a?tenant=x", "X-Tenant: ann", "If-None-Match: \"1\"", "Range: bytes=0-1");
      assertThat(answer.text()).isEqualTo("v1 \"1\"bytes=0-1");
      assertThat(answer.first("X-For")).isEqualTo("ann");
      assertThat(told(answer)).isEqualTo("shadow:stored");
    }
  }

  @Test
  void whoWouldBePassedByIsPassedBy() throws Exception {
    try (Site site = site(Container.Kind.JETTY, "/* ttl=30s mode=shadow")) {
      assertThat(told(site.get("/a", "Authorization: x"))).isEqualTo("authorization");
      assertThat(
              site.filter
                  .explain("GET", URI.create("http://127.0.0.1/a"), java.util.Map.of())
                  .reasons())
          .containsExactly(
              "mode=shadow: nothing of this is done, it is only told",
              "nothing is stored under the key");
    }
  }

  @Test
  void aFilterMayBeAShadowButForOneRule() throws Exception {
    Larder larder = Larder.open("memory:");
    CacheFilter filter =
        CacheFilter.builder(larder)
            .mode(CacheMode.SHADOW)
            .rules("/a ttl=30s\n/b ttl=30s mode=on")
            .build();
    try (Site site = Site.of(this::answer).over(larder).filter(filter).start()) {
      assertThat(told(site.get("/a"))).isEqualTo("shadow:stored");
      site.get("/b");
      assertThat(site.get("/b").first("Cache-Status")).startsWith("larder; hit");
    }
  }

  @Test
  void anotherModeIsRefused() {
    assertThatThrownBy(() -> CacheRule.parse("/a ttl=1s mode=off"))
        .hasMessageContaining("mode 'off' is neither on nor shadow");
  }
}
