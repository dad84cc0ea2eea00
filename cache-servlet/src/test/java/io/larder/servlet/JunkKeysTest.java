package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.CacheEntry;
import io.larder.cache.Claim;
import io.larder.cache.Larder;
import io.larder.cache.Miss;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawClient;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What nobody asks for again pushes out what is asked for only so fast, however it is made up. */
class JunkKeysTest extends ContentBase {

  private static final String CAPPED =
      "/* ttl=30s maxNewKeys=10 methods=GET,QUERY,POST allowReads=headers";
  private static final List<String> GOOD = List.of("/g0", "/g1", "/g2", "/g3", "/g4");
  private static final String LONG = "y".repeat(300);

  private static Site smallSite(Site.Handler handler, String rules) throws Exception {
    return Site.of(handler).over(Larder.open("memory:?maxBytes=1MB")).rules(rules).start();
  }

  private static void withGoodPages(Site site) throws IOException {
    for (String each : GOOD) {
      assertThat(site.get(each).first("Cache-Status")).endsWith("; stored");
    }
  }

  private static void assertGoodPagesAreThere(Site site) throws IOException {
    for (String each : GOOD) {
      assertThat(site.get(each).first("Cache-Status")).startsWith("larder; hit");
    }
  }

  /** A key may be taken for one that is known, now and then. */
  private static void assertAboutTenStored(Site site) {
    assertThat(site.larder.stats().stored()).isBetween(10L, 13L);
  }

  private static String told(Site site, String target, String content, String... fields)
      throws IOException {
    return Asking.send(site, "QUERY", target, content, fields).first("Cache-Status");
  }

  /** What lies under the key of a URI beside the content. */
  private static boolean hasBegun(Site site, String target) {
    String key =
        site.filter.explain("QUERY", URI.create("http://127.0.0.1" + target), Map.of()).key();
    return site.larder.pages().find(String.valueOf(key)) instanceof CacheEntry;
  }

  private static void answer(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getRequestURI().startsWith("/j")) {
      response.setHeader("Cache-Control", "no-store");
    }
    response.getWriter().print("body");
  }

  @Nested
  class ByContent {

    @Test
    void whatIsNotStoredLeavesNothing() throws Exception {
      try (Site site = smallSite(JunkKeysTest::answer, CAPPED)) {
        withGoodPages(site);
        for (int i = 0; i < 3000; i++) {
          assertThat(told(site, "/j?x=" + i + LONG, "")).endsWith("; detail=no-store");
        }
        assertThat(hasBegun(site, "/j?x=0" + LONG)).isFalse();
        assertGoodPagesAreThere(site);

        assertThat(told(site, "/good", "{1}")).endsWith("; stored"); // and has taken no place
        assertThat(told(site, "/good", "{1}")).startsWith("larder; hit");
        assertThat(hasBegun(site, "/good")).isTrue();
      }
    }

    @Test
    void whatIsRefusedLeavesNothing() throws Exception {
      try (Site site = smallSite((request, response) -> print(response, 0, "x"), CAPPED)) {
        withGoodPages(site);
        for (int i = 0; i < 3000; i++) {
          String target = "/j?x=" + i + LONG;
          String status = told(site, target, "");
          boolean stored = status.equals("larder; fwd=uri-miss; stored");
          assertThat(hasBegun(site, target)).isEqualTo(stored);
          if (!stored) {
            assertThat(status).isEqualTo("larder; fwd=uri-miss; detail=new-keys");
          }
        }
        assertThat(told(site, "/j?x=0" + LONG, "")).startsWith("larder; hit");
        assertAboutTenStored(site);
        assertGoodPagesAreThere(site);
      }
    }

    /** Each unsafe request begins another generation, and each page of it is one more. */
    @Test
    void whatIsEndedAndComesBackIsNew() throws Exception {
      try (Site site = smallSite((request, response) -> print(response, 0, "x"), CAPPED)) {
        for (int i = 0; i < 30; i++) {
          String status = told(site, "/a", "{1}");
          assertThat(status).containsAnyOf("; stored", "; detail=new-keys");
          site.send("DELETE", "/a");
        }
        assertAboutTenStored(site);
      }
    }

    /** Those who begin at the same time agree on what they begin. */
    @Test
    void firstPagesThatAreComputedAtOnceAreAllStored() throws Exception {
      assertStoredBeside("Store: max-age=60");
    }

    @Test
    void whoStoresNothingEndsNothing() throws Exception {
      assertStoredBeside("Store: no-store");
    }

    private void assertStoredBeside(String other) throws Exception {
      try (Site site = site(Container.Kind.JETTY)) {
        CompletableFuture<RawResponse> first =
            Site.aside(() -> unchecked(() -> query(site, "How: wait")));
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(Asking.send(site, "QUERY", "/a", "{2}", JSON, other).text())
            .isEqualTo("run 2: {2}");
        go.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS).first("Cache-Status")).endsWith("; stored");
        settle(site);
        assertThat(query(site).text()).isEqualTo("run 1: {1}");
        String again = Asking.send(site, "QUERY", "/a", "{2}", JSON, other).text();
        assertThat(again).isEqualTo(other.endsWith("no-store") ? "run 3: {2}" : "run 2: {2}");
      }
    }
  }

  @Nested
  class Claims {

    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger givenUp = new AtomicInteger();
    private final AtomicReference<Runnable> beforeClaim = new AtomicReference<>();

    private Object around(String method, Object[] arguments, Callable<Object> proceed)
        throws Exception {
      if (method.equals("claim") && isOfUri((String) arguments[0])) {
        Runnable first = beforeClaim.getAndSet(null);
        if (first != null) {
          first.run();
        }
        taken.incrementAndGet();
      } else if (method.equals("abandon") && isOfUri(((Claim) arguments[0]).key())) {
        givenUp.incrementAndGet();
      }
      return proceed.call();
    }

    private static boolean isOfUri(String key) {
      return key.startsWith("QUERY") && !key.contains("#");
    }

    private Site claimed(Site.Handler handler) throws Exception {
      return Site.of(handler)
          .over(InterceptedBackend.larder(this::around))
          .rules("/* ttl=30s methods=QUERY clientDirectives")
          .start();
    }

    @Test
    void thatLeadToNothingAreGivenUp() throws Exception {
      try (Site site =
          claimed(
              (request, response) -> {
                if (request.getRequestURI().equals("/throws")) {
                  throw new IOException("on purpose");
                }
                answer(request, response);
              })) {
        told(site, "/j", "{1}");
        told(site, "/throws", "{1}");
        told(site, "/a", "{1}", "Cache-Control: only-if-cached");
        assertThat(taken).hasValue(3);
        Awaitility.await().untilAsserted(() -> assertThat(givenUp).hasValue(3));
      }
    }

    /** Else it would take the place of the one that others have stored under. */
    @Test
    void nameWhatHasBegunMeanwhile() throws Exception {
      try (Site site = claimed(JunkKeysTest::answer)) {
        beforeClaim.set(
            () -> assertThat(unchecked(() -> ask(site, "{1}")).status()).isEqualTo(200));
        assertThat(told(site, "/a", "{2}")).endsWith("; stored");
        assertThat(told(site, "/a", "{1}")).startsWith("larder; hit");
        assertThat(told(site, "/a", "{2}")).startsWith("larder; hit");
      }
    }

    private static RawResponse ask(Site site, String content) throws IOException {
      return Asking.send(site, "QUERY", "/a", content);
    }
  }

  @Nested
  class WhatIsEndedWhileItIsComputed {

    private void assertEnded(String method, boolean other) throws Exception {
      try (Site site = site(Container.Kind.JETTY)) {
        CompletableFuture<RawResponse> first =
            Site.aside(() -> unchecked(() -> query(site, "How: wait")));
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        site.send(method, "/a", "Content-Length: 0");
        if (other) {
          assertThat(Asking.send(site, "QUERY", "/a", "{2}", JSON).first("Cache-Status"))
              .endsWith("; stored");
        }
        go.countDown();
        RawResponse answer = first.get(10, TimeUnit.SECONDS);
        assertThat(answer.text()).isEqualTo("run 1: {1}");
        assertThat(answer.first("Cache-Status").endsWith("; stored"))
            .isEqualTo(!method.equals("DELETE"));
        settle(site);
        int before = site.runs();
        String text = query(site).text();
        if (method.equals("DELETE")) {
          assertThat(text).isEqualTo("run " + (before + 1) + ": {1}");
          assertThat(query(site).text()).isEqualTo(text);
        } else {
          assertThat(text).isEqualTo("run 1: {1}");
        }
      }
    }

    @RepeatedTest(20)
    void isNotServedAfterwards() throws Exception {
      assertEnded("DELETE", false);
    }

    @Test
    void norWhenAnotherGenerationHasBegunMeanwhile() throws Exception {
      assertEnded("DELETE", true);
    }

    @Test
    void isServedIfNothingHasEndedIt() throws Exception {
      assertEnded("OPTIONS", false);
    }
  }

  @Nested
  class Varying {

    private void varying(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      if (request.getRequestURI().startsWith("/v")) {
        response.setHeader("Vary", "X-V");
      }
      response.getOutputStream().write(new byte[1_000]);
    }

    @Test
    void variantsCountOneByOneHoweverOftenTheirPageIsEnded() throws Exception {
      try (Site site = smallSite(this::varying, CAPPED)) {
        withGoodPages(site);
        int number = 0;
        for (int round = 0; round < 25; round++) {
          for (int i = 0; i < 63; i++) {
            String status = site.get("/v", "X-V: " + number++).first("Cache-Status");
            assertThat(status).containsAnyOf("; stored", "; detail=new-keys");
          }
          site.send("DELETE", "/v");
        }
        assertAboutTenStored(site);
        assertGoodPagesAreThere(site);
      }
    }

    @Test
    void variantsOfAnEndedPageComeBack() throws Exception {
      try (Site site = smallSite(this::varying, "/* ttl=30s maxNewKeys=100")) {
        for (int round = 0; round < 5; round++) {
          for (int i = 0; i < 20; i++) {
            assertThat(site.get("/v", "X-V: " + i).first("Cache-Status")).endsWith("; stored");
          }
          for (int i = 0; i < 20; i++) {
            assertThat(site.get("/v", "X-V: " + i).first("Cache-Status")).startsWith("larder; hit");
          }
          site.send("DELETE", "/v");
        }
        List<String> more = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
          more.add(site.get("/v", "X-V: " + i).first("Cache-Status"));
        }
        assertThat(more).anyMatch(status -> status.endsWith("; detail=new-keys"));
      }
    }

    /** It turns out to vary when the handler has answered, and its URI was known. */
    @Test
    void aVariantOfAKnownUriIsNew() throws Exception {
      try (Site site =
          smallSite(
              (request, response) -> {
                if (request.getHeader("X-V") != null) {
                  response.setHeader("Vary", "X-V");
                }
                response.getWriter().print("x");
              },
              "/* ttl=30s maxNewKeys=1 allowReads=headers")) {
        assertThat(site.get("/a").first("Cache-Status")).endsWith("; stored");
        site.send("DELETE", "/a");
        for (int i = 0; i < 3; i++) {
          assertThat(site.get("/a", "X-V: " + i).first("Cache-Status")).doesNotEndWith("stored");
          assertThat(site.larder.pages().find(site.key("/a"))).isInstanceOf(Miss.class);
        }
        assertThat(site.larder.stats().refusals()).containsEntry("new-keys", 3L);
        assertThat(site.get("/a").first("Cache-Status")).endsWith("; stored");
      }
    }

    @Test
    void manyLanguagesOfManyPagesAreNoJunk() throws Exception {
      try (Site site =
              Site.of(
                      (request, response) -> {
                        response.setHeader("Vary", "Accept-Language");
                        response.getWriter().print("x");
                      })
                  .rules("/* ttl=5m")
                  .start();
          RawClient client = new RawClient(site.container.base())) {
        for (int page = 0; page < 300; page++) {
          for (int language = 0; language < 20; language++) {
            client.send("GET", "/" + page, "Accept-Language: l" + language);
            assertThat(client.read("GET").first("Cache-Status")).endsWith("; stored");
          }
        }
        assertThat(site.larder.stats().stored()).isEqualTo(6_000);
        assertThat(site.get("/0", "Accept-Language: l0").first("Cache-Status"))
            .startsWith("larder; hit");
      }
    }
  }

  @Nested
  class ForOtherQueries {

    private Site site(int maxNewKeys) throws Exception {
      return smallSite(
          (request, response) -> {
            response.setHeader("Cache-Control", "max-age=60");
            response.setHeader("No-Vary-Search", "params=(\"x\")");
            response.getWriter().print("a");
          },
          "/* proxy maxNewKeys=" + maxNewKeys);
    }

    /** Each is under another key once the path has been ended. */
    @Test
    void whatLeadsToAPageCountsAsOne() throws Exception {
      int found = 0;
      try (Site site = site(10)) {
        for (int i = 0; i < 20; i++) {
          assertThat(site.get("/a?x=1").first("Cache-Status")).endsWith("; stored");
          String other = site.get("/a?x=2").first("Cache-Status");
          found += other.startsWith("larder; hit") ? 1 : 0;
          site.send("DELETE", "/a?x=1");
        }
        assertThat(found).isBetween(9, 11); // beside the page itself
      }
    }

    @Test
    void andIsFoundAgainWhereThereIsRoom() throws Exception {
      try (Site site = site(100)) {
        for (int i = 0; i < 20; i++) {
          assertThat(site.get("/a?x=1").first("Cache-Status")).endsWith("; stored");
          assertThat(site.get("/a?x=2").first("Cache-Status")).startsWith("larder; hit");
          site.send("DELETE", "/a?x=1");
        }
      }
    }
  }
}
