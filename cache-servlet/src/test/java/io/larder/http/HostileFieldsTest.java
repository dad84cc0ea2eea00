package io.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What must hold for every value that anybody could send. */
class HostileFieldsTest {
  private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
  private static final Duration MAX = Duration.ofSeconds(1L << 31);
  private static final StoreOptions ALLOWING =
      StoreOptions.builder()
          .ttl(Duration.ofSeconds(30))
          .staleIfError(Duration.ofSeconds(30))
          .override(true)
          .authenticated(AuthenticatedUse.SHARE)
          .build();
  private static final StoreOptions PROXY =
      StoreOptions.PROXY.toBuilder().ttl(Duration.ofSeconds(30)).build();
  private static final StoreOptions STRICT = StoreOptions.builder().ttl(MAX).build();

  @Property(tries = 3000)
  void noRuleThrowsAndNoLifetimeIsOutOfRange(@ForAll("heads") HttpFields fields) {
    for (StoreOptions options : List.of(ALLOWING, STRICT, StoreOptions.DEFAULT, PROXY)) {
      RequestHead request = RequestHead.anonymous("GET", fields);
      ResponseHead response = new ResponseHead(200, fields);
      assertThat(StoreRules.judge(request, response, options, NOW)).isNotNull();
      FreshnessRules.lifetime(response, options, Duration.ZERO, NOW)
          .ifPresent(it -> assertThat(it.freshFor()).isBetween(Duration.ZERO, MAX));
    }
    RequestOptions honour = RequestOptions.DEFAULT.withHonourRequestDirectives(true);
    RequestHead head = RequestHead.anonymous("GET", fields);
    assertThat(RequestRules.judge(head, honour)).isNotNull();
    assertThat(Preconditions.evaluate(head, Validators.of(fields, NOW))).isNotNull();
    assertThat(FieldRules.notModified(FieldRules.storable(fields)).size())
        .isLessThanOrEqualTo(fields.size());
    StoreRules.isComplete(fields, 7);
  }

  @Property(tries = 3000)
  void noStoreAndPrivateAreFoundInAnySpelling(
      @ForAll("restrictions") String restriction,
      @ForAll("members") List<String> before,
      @ForAll("members") List<String> after,
      @ForAll("separators") String separator,
      @ForAll boolean ownLine,
      @ForAll long seed) {
    HttpFields.Builder fields = HttpFields.builder().add("Content-Type", "text/plain");
    String line = randomCase(restriction, seed);
    if (ownLine) {
      before.forEach(it -> fields.add("Cache-Control", it));
      fields.add(randomCase("cache-control", ~seed), line);
      after.forEach(it -> fields.add("CACHE-CONTROL", it));
    } else {
      String head = before.isEmpty() ? "" : String.join(separator, before) + separator;
      String tail = after.isEmpty() ? "" : separator + String.join(separator, after);
      fields.add("Cache-Control", head + line + tail);
    }
    assertNeverStored(fields.build());
  }

  @Property(tries = 2000)
  void aFieldThatIsPrivateIsNeverStoredInAnySpelling(
      @ForAll("qualified") String restriction,
      @ForAll("members") List<String> before,
      @ForAll("members") List<String> after,
      @ForAll("separators") String separator,
      @ForAll long seed) {
    String line =
        String.join(separator, before)
            + separator
            + randomCase(restriction, seed)
            + separator
            + String.join(separator, after);
    HttpFields fields = HttpFields.of("Cache-Control", line, "X-User", "u", "Set-Cookie", "c");
    for (StoreOptions options : List.of(ALLOWING, STRICT, PROXY)) {
      Storability verdict =
          StoreRules.judge(
              RequestHead.anonymous("GET", HttpFields.empty()),
              new ResponseHead(200, fields),
              options,
              NOW);
      if (verdict instanceof Storability.Store store) {
        HttpFields stored = FieldRules.storable(fields, store.without());
        assertThat(stored.contains("X-User")).isFalse();
        assertThat(stored.contains("Set-Cookie")).isFalse();
      }
    }
  }

  @Property(tries = 3000)
  void whateverAClientAndAHandlerSayAboutReuseAndUpdates(
      @ForAll("heads") HttpFields request,
      @ForAll("heads") HttpFields stored,
      @ForAll("heads") HttpFields update,
      @ForAll long freshLeft,
      @ForAll long age) {
    boolean never = StoredDirectives.of(stored, PROXY).neverStale();
    Reuse reuse =
        ReuseRules.judge(request, RequestOptions.PROXY, freshLeft, Math.abs(age), () -> never);
    if (freshLeft <= 0 && (never || reuse != Reuse.MAX_STALE)) {
      assertThat(reuse.action()).isNotEqualTo(Reuse.Action.SERVE);
    }
    HttpFields conditions = ValidationRules.conditions(List.of(stored), NOW);
    assertThat(conditions.size() > 0).isEqualTo(ValidationRules.canValidate(stored, NOW));
    assertThat(ValidationRules.selected(List.of(stored, stored), update)).hasSizeLessThan(3);
    assertThat(HeadRules.effect(stored, 7, new ResponseHead(200, update))).isNotNull();
    HttpFields updated = FieldRules.updated(stored, update, NOW);
    assertThat(updated.all("Content-Type")).isEqualTo(stored.all("Content-Type"));
    assertThat(updated.contains("Date")).isTrue();
    assertThat(
            StoreRules.storesForGet(
                RequestHead.anonymous("POST", request),
                "http://h/",
                new ResponseHead(200, updated),
                PROXY,
                Duration.ZERO,
                NOW))
        .isNotNull();
  }

  @Property(tries = 2000)
  void noStoreIsFoundBehindWhateverStandsOnOtherLines(
      @ForAll("values") String one, @ForAll("values") String two) {
    assertNeverStored(
        HttpFields.of("Cache-Control", one, "Cache-Control", "no-store", "Cache-Control", two));
  }

  @Property(tries = 2000)
  void unquotedNoStoreIsFoundBehindAnyCommaOutsideAClosedQuote(@ForAll("unquoted") String text) {
    assertNeverStored(HttpFields.of("Cache-Control", text + ",no-store"));
  }

  @Property(tries = 1000)
  void whatIsNoNumberOfSecondsIsNotFresh(@ForAll("values") String argument) {
    boolean number = argument.matches("[0-9]+");
    HttpFields fields = HttpFields.of("Cache-Control", "max-age=" + argument);
    Duration maxAge = CacheControl.of(fields).maxAge().orElseThrow();
    if (number) {
      assertThat(maxAge).isBetween(Duration.ZERO, MAX);
    } else if (!argument.matches("(?s)[0-9]+[,; \t].*|\".*")) {
      assertThat(maxAge).isZero();
    }
  }

  @Property(tries = 1000)
  void aWrittenDateIsReadBack(@ForAll("times") Instant time) {
    assertThat(HttpDate.parse(HttpDate.format(time), NOW)).hasValue(time);
  }

  @Property(tries = 1000)
  void aTagIsRecognisedInAnyListThatHasIt(
      @ForAll("tags") String tag, @ForAll("tagLists") List<String> others, @ForAll boolean weak) {
    String list = String.join(", ", others) + ", " + (weak ? "W/" : "") + tag;
    RequestHead request = RequestHead.anonymous("GET", HttpFields.of("If-None-Match", list));
    Validators stored = Validators.of(HttpFields.of("ETag", tag), NOW);
    assertThat(Preconditions.evaluate(request, stored))
        .isEqualTo(Preconditions.Outcome.NOT_MODIFIED);
    RequestHead without =
        RequestHead.anonymous("GET", HttpFields.of("If-None-Match", String.join(", ", others)));
    assertThat(Preconditions.evaluate(without, stored))
        .isEqualTo(
            others.stream().anyMatch(it -> it.equals(tag) || it.equals("W/" + tag))
                ? Preconditions.Outcome.NOT_MODIFIED
                : Preconditions.Outcome.SERVE);
  }

  @Property(tries = 1000)
  void cacheStatusIsAlwaysAStructuredField(@ForAll String key, @ForAll String detail) {
    String value = CacheStatus.hit(1).key(key).detail(detail).value();
    assertThat(value).matches("[ -~]+");
    assertThat(StructuredDictionary.parse(List.of(value)).orElseThrow())
        .containsExactly(java.util.Map.entry("larder", "?1"));
  }

  private static void assertNeverStored(HttpFields fields) {
    for (StoreOptions options : List.of(ALLOWING, STRICT, PROXY)) {
      Storability storability =
          StoreRules.judge(
              RequestHead.anonymous("GET", HttpFields.empty()),
              new ResponseHead(200, fields),
              options,
              NOW);
      assertThat(storability).isInstanceOf(Storability.Refuse.class);
    }
  }

  @Provide
  Arbitrary<String> restrictions() {
    return Arbitraries.of(
        "no-store",
        "private",
        " no-store ",
        "\tprivate\t",
        "private=\"X-User, Vary\"",
        "private=x/y",
        "private=\"\"",
        "no-store=\"\"",
        "no-store=1",
        "private=\"a\\\"b\"");
  }

  @Provide
  Arbitrary<String> qualified() {
    return Arbitraries.of(
        "private=\"X-User, Set-Cookie\"",
        "private=\" set-cookie,x-user \"",
        "private=\"x-\\user\tset-cookie\"",
        "private=X-User, private=Set-Cookie",
        "private=x-user ,no-cache=\"set-cookie\"",
        "private=\"x-user, set-cookie",
        "private=\"x-user;set-cookie\"");
  }

  @Provide
  Arbitrary<List<String>> members() {
    return Arbitraries.of(
            "public",
            "max-age=60",
            "s-maxage=\"60\"",
            "x=\"a, b\"",
            "x=\"a\\\"b\"",
            "x=\"\"",
            "",
            " ",
            "immutable",
            "max-age=x",
            "x=/y",
            "\u00e9",
            "=",
            "@")
        .list()
        .ofMaxSize(4);
  }

  @Provide
  Arbitrary<String> separators() {
    return Arbitraries.of(",", ", ", " ,\t", ",,", ";", "; ", " ");
  }

  @Provide
  Arbitrary<String> values() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "\"",
            "\\",
            ",",
            ";",
            "=",
            " ",
            "\t",
            "no-store",
            "private",
            "max-age",
            "s-maxage=",
            "60",
            "-1",
            "1.5",
            "99999999999999999999",
            "W/",
            "*",
            "gzip",
            "GMT",
            ":",
            "\u0000",
            "\r\n",
            "\u00e9",
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "stale-if-error=9",
            "?1",
            "(",
            ")",
            "\"x\"");
    return Arbitraries.oneOf(
        pieces.list().ofMaxSize(12).map(list -> String.join("", list)),
        Arbitraries.strings().ofMaxLength(40),
        Arbitraries.strings().ascii().ofMaxLength(40));
  }

  /** Text that cannot have a closed quoted string. */
  @Provide
  Arbitrary<String> unquoted() {
    return values().map(it -> it.replace("\"", "")).map(it -> it + "\"x");
  }

  @Provide
  Arbitrary<HttpFields> heads() {
    Arbitrary<String> names =
        Arbitraries.of(
            "Cache-Control",
            "Larder-Cache-Control",
            "CDN-Cache-Control",
            "Age",
            "Date",
            "Expires",
            "ETag",
            "Last-Modified",
            "If-None-Match",
            "If-Modified-Since",
            "Vary",
            "Connection",
            "Content-Length",
            "Content-Type",
            "Content-Encoding",
            "Upgrade",
            "Pragma",
            "X-Other");
    Arbitrary<HttpFields> line = Combinators.combine(names, values()).as(HttpFields::of);
    return line.list()
        .ofMaxSize(8)
        .map(
            lines -> {
              HttpFields.Builder fields = HttpFields.builder();
              lines.forEach(it -> fields.add(it.name(0), it.value(0)));
              return fields.build();
            });
  }

  @Provide
  Arbitrary<Instant> times() {
    return Arbitraries.longs()
        .between(
            Instant.parse("0001-01-01T00:00:00Z").getEpochSecond(),
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond())
        .map(Instant::ofEpochSecond);
  }

  @Provide
  Arbitrary<String> tags() {
    return Arbitraries.strings()
        .withChars("abAB,\\ /W*!")
        .ofMaxLength(4)
        .map(it -> '"' + it.replace(" ", "") + '"');
  }

  @Provide
  Arbitrary<List<String>> tagLists() {
    return Combinators.combine(tags(), Arbitraries.of("", "W/"))
        .as((tag, weak) -> weak + tag)
        .list()
        .ofMaxSize(4);
  }

  private static String randomCase(String text, long seed) {
    Random random = new Random(seed);
    StringBuilder mixed = new StringBuilder();
    text.chars()
        .mapToObj(c -> String.valueOf((char) c))
        .forEach(c -> mixed.append(random.nextBoolean() ? c.toUpperCase() : c));
    return mixed.toString();
  }
}
