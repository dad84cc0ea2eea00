package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Larder;
import io.larder.servlet.testing.RawResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Predicates and key functions of rules that are built, asked over HTTP. */
class PredicatesTest {

  private final AtomicInteger version = new AtomicInteger();

  private Site site(UnaryOperator<CacheRuleBuilder> rule) throws Exception {
    Larder larder = Larder.open("memory:");
    CacheRule built = rule.apply(CacheRule.path("/*").ttl(Duration.ofSeconds(30))).build();
    return Site.of(
            (request, response) -> {
              response.setHeader("X-Kind", request.getParameter("kind"));
              response.getWriter().print("v" + version.incrementAndGet());
            })
        .over(larder)
        .filter(CacheFilter.builder(larder).rule(built).build())
        .start();
  }

  @Test
  void bypassWhenPassesARequestByAndLeavesWhatIsStored() throws Exception {
    try (Site site =
        site(rule -> rule.bypassWhen(request -> request.getHeader("X-Preview") != null))) {
      site.get("/a");
      assertThat(site.get("/a", "X-Preview: 1").first("Cache-Status"))
          .isEqualTo("larder; fwd=bypass; detail=bypass-when");
      assertThat(site.get("/a").text()).isEqualTo("v1");
    }
  }

  @Test
  void refreshWhenComputesTheAnswerAnewForEverybody() throws Exception {
    try (Site site =
        site(rule -> rule.refreshWhen(request -> request.getHeader("X-Refresh") != null))) {
      site.get("/a");
      assertThat(site.get("/a").text()).isEqualTo("v1");
      assertThat(site.get("/a", "X-Refresh: 1").first("Cache-Status"))
          .isEqualTo("larder; fwd=request; detail=refresh-when; stored");
      assertThat(site.get("/a").text()).isEqualTo("v2");
      assertThat(site.get("/a").first("Cache-Status")).startsWith("larder; hit");
    }
  }

  @Test
  void staleWhenEndsTheFreshnessOfWhatIsStored() throws Exception {
    AtomicInteger deployed = new AtomicInteger(1);
    try (Site site =
        site(
            rule ->
                rule.staleWhen(
                    stored ->
                        stored.status() == 200
                            && !List.of("" + deployed.get()).equals(stored.headers("x-kind"))))) {
      site.get("/a?kind=1");
      assertThat(site.get("/a?kind=1").first("Cache-Status")).startsWith("larder; hit");
      deployed.set(2);
      RawResponse anew = site.get("/a?kind=1");
      assertThat(anew.first("Cache-Status")).isEqualTo("larder; fwd=stale; stored");
      assertThat(anew.text()).isEqualTo("v2");
      deployed.set(1);
      assertThat(site.get("/a?kind=1").text()).isEqualTo("v2");
    }
  }

  /** As if its time were over: it may be served once more, and is refreshed. */
  @Test
  void staleWhenHasAPageRefreshedBehindItsClientsBack() throws Exception {
    AtomicInteger deployed = new AtomicInteger(1);
    try (Site site =
        site(
            rule ->
                rule.staleWhileRevalidate(Duration.ofHours(1))
                    .staleWhen(stored -> !("" + deployed.get()).equals(stored.header("X-Kind"))))) {
      site.get("/a?kind=1");
      deployed.set(2);
      RawResponse stale = site.get("/a?kind=1");
      assertThat(stale.text()).isEqualTo("v1");
      assertThat(stale.first("Cache-Status")).contains("hit", "stale-while-revalidate");
      await().until(() -> version.get() >= 2);
      deployed.set(1);
      await().until(() -> site.get("/a?kind=1").text().equals("v2"));
    }
  }

  /** The handler may read what the function has asked for, and nothing else. */
  @ParameterizedTest
  @CsvSource({"X-Tenant, true", "X-Other, false"})
  void aKeyHoldsWhatItsFunctionAsksFor(String asked, boolean held) throws Exception {
    CacheRule rule =
        CacheRule.path("/*")
            .ttl(Duration.ofSeconds(30))
            .key(
                request ->
                    request.header(asked)
                        + (held ? request.host() + request.rawQuery() : "")
                        + request.rawPath())
            .build();
    for (String read : new String[] {"field", "host", "query"}) {
      Larder larder = Larder.open("memory:");
      try (Site site =
          Site.of(
                  (request, response) ->
                      response
                          .getWriter()
                          .print(
                              switch (read) {
                                case "field" -> request.getHeader("X-Tenant");
                                case "host" -> request.getServerName();
                                default -> request.getParameter("user");
                              }))
              .over(larder)
              .filter(CacheFilter.builder(larder).rule(rule).build())
              .start()) {
        String target = "/" + read + "?user=ann";
        RawResponse first = site.get(target, "X-Tenant: ann");
        assertThat(first.first("Cache-Status").endsWith("stored")).as(read).isEqualTo(held);
        assertThat(site.get(target, "X-Tenant: ann").first("Cache-Status").contains("hit"))
            .as(read)
            .isEqualTo(held);
        if (!read.equals("host")) {
          assertThat(site.get("/" + read + "?user=bob", "X-Tenant: bob").text()).isEqualTo("bob");
        }
      }
    }
  }

  /** To ask is not to hold. */
  @Test
  void aKeyDoesNotHoldWhatItsFunctionOnlyAsksFor() throws Exception {
    Larder larder = Larder.open("memory:");
    CacheRule rule =
        CacheRule.path("/*")
            .ttl(Duration.ofSeconds(30))
            .key(
                request ->
                    String.valueOf(request.header("Cookie")).contains("login")
                            || String.valueOf(request.rawQuery()).contains("nocache")
                        ? null
                        : request.rawPath())
            .build();
    try (Site site =
        Site.of(
                (request, response) ->
                    response
                        .getWriter()
                        .print(request.getHeader("Cookie") + request.getParameter("user")))
            .over(larder)
            .filter(CacheFilter.builder(larder).rule(rule).build())
            .start()) {
      assertThat(site.get("/a", "Cookie: name=ann").first("Cache-Status"))
          .endsWith("detail=read:cookies");
      assertThat(site.get("/a?user=ann").first("Cache-Status")).endsWith("detail=read:param:user");
      assertThat(site.get("/a?user=bob").text()).isEqualTo("nullbob");
      assertThat(site.get("/a").first("Cache-Status")).endsWith("stored");
      assertThat(site.get("/a", "Cookie: name=bob").text()).isEqualTo("name=bobnull");
      assertThat(site.get("/a").first("Cache-Status")).contains("hit");
    }
  }

  @Test
  void storeWhenSaysWhichResponsesAreStored() throws Exception {
    try (Site site =
        site(
            rule ->
                rule.storeWhen(
                    response ->
                        response.status() == 200
                            && "good".equals(response.header("x-kind"))
                            && response.headers("X-Kind").size() == 1))) {
      site.get("/a?kind=good");
      assertThat(site.get("/a?kind=good").first("Cache-Status")).startsWith("larder; hit");
      assertThat(site.get("/a?kind=bad").first("Cache-Status"))
          .isEqualTo("larder; fwd=uri-miss; detail=store-when");
      assertThat(site.get("/a?kind=bad").text()).isEqualTo("v3");
    }
  }

  @Test
  void aKeyFunctionSaysWhatIsOneAndTheSame() throws Exception {
    try (Site site =
        site(
            rule ->
                rule.key(
                    request -> request.rawPath().equals("/none") ? null : request.rawPath()))) {
      site.get("/a?x=1");
      assertThat(site.get("/a?x=2").text()).isEqualTo("v1");
      assertThat(site.get("/b").text()).isEqualTo("v2");
      assertThat(site.get("/none").first("Cache-Status"))
          .isEqualTo("larder; fwd=bypass; detail=key-declined");
    }
  }

  @Test
  void whatAPredicateThrowsEndsTheRequestAndNothingElse() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (Site site =
        site(
            rule ->
                rule.storeWhen(
                    response -> {
                      if (asked.incrementAndGet() == 1) {
                        throw new IllegalStateException("mistaken");
                      }
                      return true;
                    }))) {
      assertThat(site.get("/a").status()).isEqualTo(500);
      assertThat(site.get("/a").text()).isEqualTo("v2");
      assertThat(site.get("/a").first("Cache-Status")).startsWith("larder; hit");
    }
  }
}
