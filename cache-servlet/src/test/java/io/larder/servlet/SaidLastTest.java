package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Larder;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a handler says of a page later is heard, whichever way it says it. */
class SaidLastTest {
  /** A request field that holds what the answer says: a status, or {@code Name=value}. */
  private static final String SAY = "Say: ";

  private long now;
  private Duration delay = Duration.ZERO;
  private Site site;

  @AfterEach
  void stop() {
    site.close();
  }

  private void start(String rules) throws Exception {
    site =
        Site.of(this::answer)
            .over(Larder.builder().store("memory:").ticker(() -> now).build())
            .rules(rules)
            .start();
  }

  private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    now += delay.toNanos();
    int status = 200;
    for (String said : request.getHeader("Say") == null ? new String[0] : said(request)) {
      String[] parts = said.split("=", 2);
      switch (parts[0]) {
        case "" -> {}
        case "sendError" -> {
          response.sendError(Integer.parseInt(parts[1]));
          return;
        }
        case "doNotStore" -> FillContext.of(request).doNotStore();
        case "status" -> status = Integer.parseInt(parts[1]);
        default -> response.addHeader(parts[0], parts[1]);
      }
    }
    response.setStatus(status);
    if (status != 304) {
      String user = request.getHeader("X-User");
      response.getWriter().print("run " + site.runs() + (user == null ? "" : " for " + user));
    }
  }

  private static String[] said(HttpServletRequest request) {
    return request.getHeader("Say").split(";");
  }

  private RawResponse get(String... fields) throws IOException {
    return site.get("/a", fields);
  }

  private void pass(int seconds) {
    now += Duration.ofSeconds(seconds).toNanos();
  }

  private static boolean isHit(RawResponse response) {
    return response.first("Cache-Status").startsWith("larder; hit");
  }

  private static String names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "x-" + i).collect(Collectors.joining(","));
  }

  @ParameterizedTest
  @CsvSource({"31, true", "32, false", "40, false"})
  void whatVariesOnMoreThanCanBeToldApartIsForNobodyElse(int more, boolean stored)
      throws Exception {
    start("/* ttl=30s allowReads=headers");
    String vary = SAY + "Vary=X-User," + names(more);
    get("X-User: alice", vary);

    assertThat(get("X-User: bob", vary).text()).isEqualTo("run 2 for bob");
    assertThat(isHit(get("X-User: alice", vary))).isEqualTo(stored);
  }

  @Test
  void whatTogetherVariesOnTooMuchIsAnsweredAllTheSame() throws Exception {
    start("/* ttl=30s allowReads=headers");
    get("X-User: alice", SAY + "Vary=X-User," + names(20));

    RawResponse answer = get("X-User: bob", SAY + "Vary=X-User,y-1,y-2,y-3," + wide());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("run 2 for bob");
    assertThat(site.filter.loading()).isZero();
    assertThat(isHit(get("X-User: alice"))).isTrue();
  }

  private static String wide() {
    return Stream.of(names(20).split(",")).map(n -> "z" + n).collect(Collectors.joining(","));
  }

  @Test
  void aShortLivedVariantDoesNotEndTheOthers() throws Exception {
    start("/* ttl=30s allowReads=headers");
    get("X-User: alice", SAY + "Vary=X-User;Cache-Control=max-age=3600");
    get("X-User: bob", SAY + "Vary=X-User;Cache-Control=max-age=5");
    pass(20);

    assertThat(isHit(get("X-User: alice"))).isTrue();
    assertThat(get("X-User: bob").text()).isEqualTo("run 3 for bob");
  }

  @Test
  void aRefreshThatIsAskedForKeepsTheOtherVariants() throws Exception {
    Larder larder = Larder.open("memory:");
    CacheRule rule =
        CacheRule.path("/*")
            .ttl(Duration.ofMinutes(1))
            .allowReads("headers")
            .refreshWhen(request -> request.getHeader("X-Refresh") != null)
            .build();
    site =
        Site.of(this::answer)
            .over(larder)
            .filter(CacheFilter.builder(larder).rule(rule).build())
            .start();
    String vary = SAY + "Vary=X-User";
    get("X-User: alice", vary);
    get("X-User: bob", vary);
    assertThat(get("X-User: alice", vary, "X-Refresh: 1").text()).isEqualTo("run 3 for alice");

    assertThat(get("X-User: alice").text()).isEqualTo("run 3 for alice");
    assertThat(get("X-User: bob").text()).isEqualTo("run 2 for bob");
  }

  @ParameterizedTest
  @CsvSource({"Vary=X-User, run 3 for bob", "X-More=y, run 1 for alice"})
  void aHeadThatVariesMakesNoPageForAll(String said, String text) throws Exception {
    start("/* ttl=30s allowReads=headers keep=10m");
    get("X-User: alice", SAY + "ETag=\"1\"");
    pass(40);
    site.send("HEAD", "/a", "X-User: alice", SAY + "ETag=\"1\";" + said);

    assertThat(get("X-User: bob").text()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"Cache-Control=no-store, 503", "Larder-Cache-Control=no-store, 503", "X-More=y, 200"})
  void aHeadThatMayNotBeStoredEndsThePage(String said, int status) throws Exception {
    start("/* ttl=30s allowReads=headers staleIfError=1h keep=10m");
    get(SAY + "ETag=\"1\"");
    pass(40);
    site.send("HEAD", "/a", SAY + "ETag=\"1\";" + said);
    pass(40);

    assertThat(get(SAY + "status=503").status()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aHandlerMaySayOfAHeadThatItIsNotStored(boolean said) throws Exception {
    start("/* ttl=30s allowReads=headers keep=10m");
    get(SAY + "ETag=\"1\"");
    pass(40);
    site.send("HEAD", "/a", SAY + "ETag=\"1\";" + (said ? "doNotStore" : ""));

    assertThat(isHit(get())).isEqualTo(!said);
  }

  @ParameterizedTest
  @CsvSource({"50, 15, false", "50, 5, true", "0, 15, true"})
  void theTimeThatAHeadTookCounts(int took, int later, boolean hit) throws Exception {
    start("/* proxy keep=10m");
    String said = SAY + "ETag=\"1\";Cache-Control=max-age=60";
    get(said);
    pass(70);
    delay = Duration.ofSeconds(took);
    site.send("HEAD", "/a", said);
    pass(later);

    assertThat(isHit(get())).isEqualTo(hit);
  }

  @ParameterizedTest
  @CsvSource({
    "Larder-Cache-Control=no-store, 10, false",
    "Larder-Cache-Control=max-age=600, 100, true",
    "X-More=y, 100, false",
    "X-More=y, 10, true"
  })
  void whatA304SaysToThisCacheAloneIsHeard(String said, int later, boolean hit) throws Exception {
    start("/* ttl=30s allowReads=headers keep=10m");
    get(SAY + "ETag=\"1\"");
    pass(40);
    assertThat(get(SAY + "status=304;ETag=\"1\";" + said).text()).isEqualTo("run 1");
    pass(later);

    assertThat(isHit(get())).isEqualTo(hit);
  }

  @ParameterizedTest
  @ValueSource(strings = {"status=304", "sendError=304"})
  void aVariantMayBeConfirmedInEitherWay(String confirmed) throws Exception {
    start("/* ttl=30s allowReads=headers keep=10m");
    get("X-User: alice", SAY + "Vary=X-User;ETag=\"1\"");

    RawResponse answer = get("X-User: bob", SAY + "Vary=X-User;ETag=\"1\";" + confirmed);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("run 1 for alice");
  }

  @ParameterizedTest
  @CsvSource({
    "status=410, 503",
    "status=404, 503",
    "Cache-Control=no-store, 503",
    "Cache-Control=private, 503",
    "status=503, 200",
    "doNotStore, 200"
  })
  void anotherAnswerEndsAPageWithoutAValidator(String said, int status) throws Exception {
    start("/* ttl=30s allowReads=headers staleIfError=1h");
    get();
    pass(40);
    get(SAY + said);

    assertThat(get(SAY + "status=503").status()).isEqualTo(status);
  }
}
