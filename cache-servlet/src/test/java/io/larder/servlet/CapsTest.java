package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.CacheStats;
import io.larder.cache.Larder;
import io.larder.cache.Miss;
import io.larder.cache.annotation.Cached;
import io.larder.servlet.testing.App;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawClient;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client can make the cache hold, and wait for, is bounded, and counted. */
class CapsTest extends FollowersBase {

  private final AtomicLong now = new AtomicLong();

  private Site site(String rules) throws Exception {
    return site(CapsTest::thousandBytes, rules);
  }

  private Site site(Site.Handler handler, String rules) throws Exception {
    return Site.of(handler)
        .over(Larder.builder().store("memory:").ticker(now::get).build())
        .rules(rules)
        .start();
  }

  private static void thousandBytes(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.getOutputStream().write(new byte[1_000]);
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private static String status(Site site, String target, String... fields) throws IOException {
    RawResponse answer = site.get(target, fields);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.complete()).isTrue();
    return answer.first("Cache-Status");
  }

  private static void assertStored(Site site, String target, String... fields) throws IOException {
    assertThat(status(site, target, fields)).endsWith("; stored");
    assertServed(site, target, fields);
  }

  private static void assertServed(Site site, String target, String... fields) throws IOException {
    assertThat(status(site, target, fields)).startsWith("larder; hit");
  }

  private static void assertNotStored(Site site, String detail, String target, String... fields)
      throws IOException {
    for (int i = 0; i < 2; i++) {
      assertThat(status(site, target, fields))
          .startsWith("larder; fwd=")
          .endsWith("; detail=" + detail);
    }
  }

  private static void assertRefused(Site site, String reason, long times) {
    Awaitility.await()
        .untilAsserted(
            () -> assertThat(site.larder.stats().refusals()).containsEntry(reason, times));
  }

  private static void assertPassed(Site site, String reason, long times) {
    CacheStats stats = site.larder.stats();
    assertThat(stats.passReasons()).containsEntry(reason, times);
    assertThat(stats.requests()).isEqualTo(stats.hits() + stats.misses());
  }

  @Test
  void aHeadThatIsTooLargeIsNotStored() throws Exception {
    try (Site site =
        site(
            (request, response) -> {
              int length = Integer.parseInt(request.getQueryString());
              response.setHeader("X-Long", "x".repeat(length / 2));
              response.setHeader("X-Long-Too", "x".repeat(length / 2));
              response.flushBuffer(); // the client is told before there is a page
              response.getWriter().print("body");
            },
            "/small ttl=30s maxHead=1KB\n/* ttl=30s")) {
      assertStored(site, "/small?800");
      assertNotStored(site, "head-too-large", "/small?1000");
      assertStored(site, "/a?7000");
      assertStored(site, "/small?100");

      assertRefused(site, "head-too-large", 2);
    }
  }

  /** As many as a client may hold by reading slowly. */
  @Test
  void whatIsInFlightHasABound() throws Exception {
    Larder larder = Larder.open("memory:");
    try (Site site =
        Site.of(
                (request, response) -> {
                  boolean slow = request.getQueryString().equals("slow");
                  if (request.getQueryString().equals("announced")) {
                    response.setContentLength(60_000);
                  }
                  response.getOutputStream().write(new byte[60_000]);
                  if (slow) {
                    begun.countDown();
                    await(go);
                  }
                })
            .over(larder)
            .filter(CacheFilter.builder(larder).rules("/* ttl=30s").maxInFlight(100_000).build())
            .start()) {
      CompletableFuture<String> slow = Site.aside(() -> uncheckedStatus(site, "/a?slow"));
      await(begun);

      assertNotStored(site, "in-flight", "/a?another");
      assertStored(site, "/a?announced"); // which goes to the store in one piece
      go.countDown();
      assertThat(slow.get()).endsWith("; stored");
      assertServed(site, "/a?slow");
      assertStored(site, "/a?another");
      assertRefused(site, "in-flight", 2);
    }
  }

  private static String uncheckedStatus(Site site, String target) {
    try {
      return status(site, target);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void moreVariantsThanAreAllowedAreNotStored() throws Exception {
    try (Site site =
        site(
            (request, response) -> {
              response.setHeader("Vary", "Accept-Language");
              thousandBytes(request, response);
            },
            "/* ttl=30s maxVariants=3")) {
      for (int i = 0; i < 3; i++) {
        assertStored(site, "/a", "Accept-Language: l" + i);
      }
      assertNotStored(site, "too-many-variants", "/a", "Accept-Language: l3");
      assertServed(site, "/a", "Accept-Language: l2");
      assertStored(site, "/b", "Accept-Language: l3");

      assertRefused(site, "too-many-variants", 2);
    }
  }

  @Test
  void moreNewKeysInAMinuteThanAreAllowedAreNotStored() throws Exception {
    try (Site site = site("/a ttl=10s maxNewKeys=3\n/b ttl=10s")) {
      for (int i = 0; i < 3; i++) {
        assertStored(site, "/a?" + i);
      }
      assertNotStored(site, "new-keys", "/a?junk");
      assertServed(site, "/a?2");
      assertStored(site, "/b?another-rule");
      assertPassed(site, "new-keys", 2);
      assertThat(site.larder.stats("/a").loads()).isEqualTo(3);
    }
  }

  @Test
  void aKeyThatComesBackIsNotNew() throws Exception {
    try (Site site = site("/a ttl=10s maxNewKeys=3")) {
      for (int i = 0; i < 3; i++) {
        assertStored(site, "/a?" + i);
      }
      for (int round = 0; round < 4; round++) {
        pass(Duration.ofSeconds(11));
        assertStored(site, "/a?0");
      }
      assertNotStored(site, "new-keys", "/a?junk");
      assertStored(site, "/a?1");
    }
  }

  /** Whoever can have a page computed anew cannot fill the store by it. */
  @Test
  void aRefreshOfWhatIsNotStoredIsANewKey() throws Exception {
    Larder larder = Larder.open("memory:");
    CacheRule rule =
        CacheRule.path("/*")
            .ttl(Duration.ofMinutes(10))
            .maxNewKeys(3)
            .refreshWhen(request -> request.getHeader("X-Refresh") != null)
            .build();
    try (Site site =
        Site.of(CapsTest::thousandBytes)
            .over(larder)
            .filter(CacheFilter.builder(larder).rule(rule).build())
            .start()) {
      for (int i = 0; i < 3; i++) {
        assertStored(site, "/a?" + i);
      }
      assertNotStored(site, "new-keys", "/a?junk", "X-Refresh: 1");
      assertThat(larder.pages().find(site.key("/a?junk"))).isInstanceOf(Miss.class);
      assertPassed(site, "new-keys", 2);

      assertThat(status(site, "/a?1", "X-Refresh: 1"))
          .isEqualTo("larder; fwd=request; detail=refresh-when; stored");
      assertServed(site, "/a?1");
    }
  }

  @Test
  void afterAMinuteThereMayBeAsManyAgain() throws Exception {
    try (Site site = site("/a ttl=1h maxNewKeys=3")) {
      for (int minute = 0; minute < 4; minute++) {
        for (int i = 0; i < 3; i++) {
          assertStored(site, "/a?" + minute + "-" + i);
        }
        assertNotStored(site, "new-keys", "/a?junk" + minute);
        pass(Duration.ofMinutes(1));
      }
    }
  }

  /** Keys count when something is stored: what is not to be stored takes no place of others. */
  @Test
  void whatIsNotStoredIsNoNewKey() throws Exception {
    try (Site site =
        site(
            (request, response) -> {
              if (request.getQueryString().startsWith("no")) {
                response.setHeader("Cache-Control", "no-store");
              }
              thousandBytes(request, response);
            },
            "/a ttl=1h maxNewKeys=3")) {
      for (int i = 0; i < 20; i++) {
        assertNotStored(site, "no-store", "/a?no" + i);
      }
      assertStored(site, "/a?1");
    }
  }

  @Test
  void aRuleTakesItsShareOfTheStoreAndNoMore() throws Exception {
    try (Site site = site("/a ttl=30s share=5KB\n/b ttl=30s")) {
      for (int i = 0; i < 3; i++) {
        assertStored(site, "/a?" + i);
      }
      assertNotStored(site, "share", "/a?3");
      for (int i = 0; i < 20; i++) {
        assertStored(site, "/b?" + i);
      }
      assertRefused(site, "share", 2);

      pass(Duration.ofSeconds(31)); // all of them have ended
      for (int i = 0; i < 3; i++) {
        assertStored(site, "/a?another" + i);
      }
      assertNotStored(site, "share", "/a?3");
    }
  }

  /** Has a name that another one has too, under another rule. */
  @Cached(cache = "both")
  public static final class Named extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      thousandBytes(request, response);
    }
  }

  @Test
  void eachRuleHasItsOwnCapsWhateverTheNameOfItsPages() throws Exception {
    try (Larder larder = Larder.open("memory:");
        Container container =
            Container.Kind.JETTY.start(
                new App()
                    .filter(
                        "/*",
                        CacheFilter.builder(larder)
                            .rules("/few/* ttl=30s maxNewKeys=1\n/many/* ttl=30s share=5KB")
                            .build(),
                        Map.of())
                    .servlet("/few/a", new Named())
                    .servlet("/few/b", new Named())
                    .servlet("/many/*", new Named()))) {
      assertThat(told(container, "/few/a?1")).endsWith("; stored; rule=both");
      assertThat(told(container, "/few/a?2")).contains("detail=new-keys");
      assertThat(told(container, "/few/b")).contains("detail=new-keys");
      for (int i = 0; i < 3; i++) {
        assertThat(told(container, "/many/" + i)).contains("; stored");
      }
      assertThat(told(container, "/many/3")).contains("detail=share");
      assertThat(larder.stats("both").stored()).isEqualTo(4);
    }
  }

  private static String told(Container container, String target) throws IOException {
    return RawClient.exchange(container.base(), "GET", target).first("Cache-Status");
  }

  @Test
  void aPageThatIsStoredAnewTakesItsRoomOnce() throws Exception {
    try (Site site = site("/a ttl=30s share=5KB")) {
      for (int i = 0; i < 20; i++) {
        site.filter.evict(site.key("/a"));
        assertStored(site, "/a");
      }
      assertStored(site, "/a?1");
    }
  }

  @Test
  void whatWasEvictedGivesItsRoomBack() throws Exception {
    try (Site site = site("/a ttl=1h share=5KB tags=t")) {
      for (int i = 0; i < 3; i++) {
        assertStored(site, "/a?" + i);
      }
      assertNotStored(site, "share", "/a?3");

      site.larder.invalidate("t");
      pass(Duration.ofSeconds(1));
      assertStored(site, "/a?3");
      assertStored(site, "/a?4");
    }
  }

  @Test
  void soManyWaitForOneKeyAndOthersForAnother() throws Exception {
    Larder larder = Larder.open("memory:");
    try (Site site =
        Site.of(
                (request, response) -> {
                  begun.countDown();
                  if (runs.getAndIncrement() == 0) {
                    await(go);
                  }
                  response.getWriter().print("a");
                })
            .over(larder)
            .filter(
                CacheFilter.builder(larder)
                    .rules("/* ttl=30s")
                    .maxWaiters(100)
                    .maxWaitersPerKey(3)
                    .build())
            .start()) {
      List<Future<RawResponse>> answers = leaderAndFollowers(site, 3);

      assertThat(status(site, "/a", "X-Number: 9")).endsWith("; detail=too-many-for-key");
      go.countDown();
      for (Future<RawResponse> each : answers) {
        assertThat(get(each).status()).isEqualTo(200);
      }
      assertPassed(site, "too-many-for-key", 1);
      assertThat(larder.stats().collapsed()).isEqualTo(3);
    }
  }

  @Test
  void soLongTheyWait() throws Exception {
    try (Site site =
        configured(
                (request, response) -> {
                  begun.countDown();
                  if (runs.getAndIncrement() == 0) {
                    await(go);
                  }
                  response.getWriter().print("a");
                },
                false,
                Duration.ofMillis(50))
            .start()) {
      List<Future<RawResponse>> leader = ask(site, 1);
      await(begun);

      assertThat(status(site, "/a", "X-Number: 9")).endsWith("; detail=wait");
      go.countDown();
      assertThat(get(leader.get(0)).status()).isEqualTo(200);
      assertPassed(site, "wait", 1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "maxVariants=0",
        "maxVariants=1025",
        "maxVariants=many",
        "maxNewKeys=0",
        "maxNewKeys=5000000",
        "maxNewKeys=-1",
        "maxHead=0",
        "share=0",
        "share=20%"
      })
  void whatMakesNoSenseIsRefusedAtStart(String attribute) {
    assertThatThrownBy(() -> CacheRule.parse("/* " + attribute))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(attribute.substring(0, attribute.indexOf('=')));
  }
}
