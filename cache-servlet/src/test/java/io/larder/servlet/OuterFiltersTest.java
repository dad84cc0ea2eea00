package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Larder;
import io.larder.servlet.testing.App;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawClient;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The cache among other filters. */
class OuterFiltersTest {

  private static final Filter DENY =
      (request, response, chain) -> {
        if (((HttpServletRequest) request).getHeader("X-Deny") != null) {
          ((HttpServletResponse) response).setStatus(403);
        } else {
          chain.doFilter(request, response);
        }
      };

  private static final Filter CORS =
      (request, response, chain) -> {
        HttpServletResponse answer = (HttpServletResponse) response;
        String origin = ((HttpServletRequest) request).getHeader("Origin");
        answer.addHeader("Vary", "Origin");
        if (origin != null) {
          answer.setHeader("Access-Control-Allow-Origin", origin);
        }
        chain.doFilter(request, response);
      };

  @Test
  void whatADenyingFilterInFrontRefusesIsRefusedOfAHitToo() throws Exception {
    try (Site site =
        Site.of((request, response) -> response.getWriter().print("secret"))
            .outside(DENY)
            .start()) {
      site.get("/a");
      assertThat(site.get("/a", "X-Deny: 1").status()).isEqualTo(403);
      assertThat(site.get("/a").text()).isEqualTo("secret");
    }
  }

  @Test
  void whatADenyingFilterBehindHasLookedForInVainIsNotOnAnyHit() throws Exception {
    try (Larder larder = Larder.open("memory:");
        Container container =
            Container.Kind.JETTY.start(
                new App()
                    .filter("/*", CacheFilter.builder(larder).rules("/* ttl=30s").build())
                    .filter("/*", DENY)
                    .servlet(
                        "/*",
                        new Site.Counting(
                            (request, response) -> response.getWriter().print("secret"))))) {
      assertThat(RawClient.exchange(container.base(), "GET", "/a", "X-Deny: 1").status())
          .isEqualTo(403);
      assertThat(RawClient.exchange(container.base(), "GET", "/a").text()).isEqualTo("secret");
      assertThat(RawClient.exchange(container.base(), "GET", "/a").first("Cache-Status"))
          .startsWith("larder; hit");
      assertThat(RawClient.exchange(container.base(), "GET", "/a", "X-Deny: 1").status())
          .isEqualTo(403);
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachClientGetsItsOwnCorsFields(Container.Kind kind) throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  response.addHeader("Vary", "X-Key");
                  response.getWriter().print("x");
                })
            .on(kind)
            .outside(CORS)
            .rules("/* ttl=30s headers=X-Key")
            .start()) {
      RawResponse miss = site.get("/a", "Origin: http://one.test");
      RawResponse hit = site.get("/a", "Origin: http://two.test");
      RawResponse none = site.get("/a");

      assertThat(miss.first("Cache-Status")).isEqualTo("larder; fwd=uri-miss; stored");
      assertThat(hit.first("Cache-Status")).startsWith("larder; hit");
      assertThat(miss.all("Access-Control-Allow-Origin")).containsExactly("http://one.test");
      assertThat(hit.all("Access-Control-Allow-Origin")).containsExactly("http://two.test");
      assertThat(none.all("Access-Control-Allow-Origin")).isEmpty();
      assertThat(hit.all("Vary")).containsExactly("Origin", "X-Key");
    }
  }

  @Test
  void aCookieOrARestrictionOfAnOuterFilterCounts() throws Exception {
    for (String field : new String[] {"Set-Cookie", "Cache-Control"}) {
      Filter outer =
          (request, response, chain) -> {
            ((HttpServletResponse) response)
                .setHeader(field, field.equals("Set-Cookie") ? "a=b" : "private");
            chain.doFilter(request, response);
          };
      try (Site site =
          Site.of((request, response) -> response.getWriter().print("x")).outside(outer).start()) {
        site.get("/a");
        site.get("/a");
        assertThat(site.runs()).isEqualTo(2);
      }
    }
  }

  @Test
  void aFieldThatAnOuterFilterAndTheHandlerShareKeepsAResponseFromBeingStored() throws Exception {
    AtomicInteger nonce = new AtomicInteger();
    Filter outer =
        (request, response, chain) -> {
          ((HttpServletResponse) response).addHeader("Link", "nonce-" + nonce.incrementAndGet());
          chain.doFilter(request, response);
        };
    for (boolean shared : new boolean[] {true, false}) {
      try (Site site =
          Site.of(
                  (request, response) ->
                      response.addHeader(shared ? "Link" : "X-Link", "the handler's"))
              .outside(outer)
              .start()) {
        site.get("/a");
        RawResponse second = site.get("/a");
        assertThat(site.runs()).isEqualTo(shared ? 2 : 1);
        assertThat(second.first("Link")).isEqualTo("nonce-" + nonce.get());
        assertThat(second.first("Cache-Status"))
            .startsWith(shared ? "larder; fwd=uri-miss; detail=mixed-field" : "larder; hit");
      }
    }
  }
}
