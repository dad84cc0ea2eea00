package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.ManyTimes;
import io.larder.servlet.testing.RawResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What No-Vary-Search says under a rule with {@code proxy}, and that it never outlives a URI. */
@ManyTimes
class SearchesTest {

  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);
  private volatile String says = "params=(\"a\")";

  private Site site(String rules) throws Exception {
    Site[] site = new Site[1];
    site[0] =
        Site.of(
                (request, response) -> {
                  int run = site[0].runs();
                  if (request.getHeader("Wait") != null) {
                    begun.countDown();
                    InvalidationTest.awaitLatch(go);
                  }
                  response.setHeader("Cache-Control", "max-age=60");
                  response.setHeader("No-Vary-Search", says);
                  response.getOutputStream().print("run " + run);
                })
            .rules(rules)
            .start();
    return site[0];
  }

  private static RawResponse get(Site site, String target, String... fields) {
    try {
      RawResponse response = site.get(target, fields);
      settle(site);
      return response;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An alias is stored when its client may have its answer. */
  private static void settle(Site site) {
    Awaitility.await().until(() -> site.filter.loading() == 0);
  }

  private static String uri(String target) {
    return "http://127.0.0.1" + target;
  }

  @Test
  void aQueryIsAnsweredByWhatIsStoredForAnother() throws Exception {
    try (Site site = site("/* proxy")) {
      get(site, "/s?a=1");
      RawResponse hit = get(site, "/s?a=2");
      assertThat(hit.text()).isEqualTo("run 1");
      assertThat(hit.first("Cache-Status")).startsWith("larder; hit");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/* ttl=30s", "/* proxy params=a", "/* proxy ignoreParams=x"})
  void aRuleThatKnowsItselfWhatCountsIsNotAsked(String rule) throws Exception {
    try (Site site = site(rule)) {
      get(site, "/s?a=1");
      assertThat(get(site, "/s?a=2").text()).isEqualTo("run 2");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/s?a=1", "/s?a=2", "/s?b=9"})
  void evictingAnyUriOfAPathEndsWhatIsServedForIt(String evicted) throws Exception {
    try (Site site = site("/* proxy")) {
      get(site, "/s?a=1");
      site.filter.evict(URI.create(uri(evicted)));
      assertThat(get(site, "/s?a=2").text()).isEqualTo("run 2");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anEvictionOutrunsWhatIsJustComputedForAnother(boolean marked) throws Exception {
    try (Site site = site("/* proxy")) {
      int before = marked ? 1 : 0;
      if (marked) {
        get(site, "/s?x=0");
      }
      CompletableFuture<RawResponse> other = Site.aside(() -> get(site, "/s?a=1", "Wait: yes"));
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
      site.filter.evict(URI.create(uri("/s?a=2")));
      go.countDown();
      assertThat(other.get(10, TimeUnit.SECONDS).text()).isEqualTo("run " + (before + 1));
      assertThat(get(site, "/s?a=2").text()).isEqualTo("run " + (before + 2));
      assertThat(get(site, "/s?a=1").text()).isEqualTo("run " + (before + 1));
      assertThat(get(site, "/s?a=3").text()).isEqualTo("run " + (before + 2));
    }
  }

  @Test
  void noMoreThanFourRulesAreKeptForAPath() throws Exception {
    try (Site site = site("/* proxy")) {
      for (int i = 1; i <= 5; i++) {
        says = "params=(\"a" + i + "\")";
        get(site, "/s?a" + i + "=1&n=" + i);
      }
      assertThat(get(site, "/s?a4=2&n=4").text()).isEqualTo("run 4");
      assertThat(get(site, "/s?a5=2&n=5").text()).isEqualTo("run 6");
    }
  }

  @Test
  void aPageThatSaysSomethingElseByNowIsNotServed() throws Exception {
    try (Site site = site("/* proxy")) {
      get(site, "/s?a=1");
      says = "params=(\"b\")";
      get(site, "/s?a=1", "Cache-Control: no-cache");
      assertThat(get(site, "/s?a=2").text()).isEqualTo("run 3");
    }
  }
}
