package io.larder.http;

import static io.larder.http.Preconditions.Outcome.NOT_MODIFIED;
import static io.larder.http.Preconditions.Outcome.PRECONDITION_FAILED;
import static io.larder.http.Preconditions.Outcome.SERVE;
import static io.larder.http.Preconditions.Role.INTERMEDIARY;
import static io.larder.http.Preconditions.Role.ORIGIN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** If-Match, If-Unmodified-Since and If-Range, and the order of all conditions. */
class ConditionsOrderTest {
  private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
  private static final String BEFORE = "Sun, 06 Nov 1994 08:49:36 GMT";
  private static final String MODIFIED = "Sun, 06 Nov 1994 08:49:37 GMT";
  private static final String AFTER = "Sun, 06 Nov 1994 08:49:38 GMT";
  private static final HttpFields DATED = HttpFields.of("Last-Modified", MODIFIED);
  private static final HttpFields BOTH =
      HttpFields.of("ETag", "\"x\"", "Last-Modified", MODIFIED, "Date", AFTER);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "If-None-Match | If-None-Match | false",
        "If-Modified-Since | If-None-Match | false",
        "If-Unmodified-Since | If-Match | false",
        "Range | If-None-Match | false",
        "If-Modified-Since | Range | true",
        "If-Modified-Since | If-Match | true",
        "If-Unmodified-Since | If-None-Match | true",
      })
  void aDateIsLookedAtOnlyWhereItDecides(String one, String other, boolean compares) {
    HttpFields request = HttpFields.of(one, "x", other, "y");
    assertThat(Preconditions.comparesDates(request)).isEqualTo(compares);
  }

  @Test
  void ifRangeComparesDatesUnlessItIsATag() {
    assertThat(Preconditions.comparesDates(HttpFields.of("If-Range", " \"x\""))).isFalse();
    assertThat(Preconditions.comparesDates(HttpFields.of("If-Range", MODIFIED))).isTrue();
  }

  @Property(tries = 2000)
  void whereNoDateDecidesTheTagAloneTellsAll(
      @ForAll("conditionNames") List<String> names, @ForAll Random random) {
    HttpFields.Builder fields = HttpFields.builder();
    List<String> values = List.of("\"x\"", "\"y\"", "*", BEFORE, MODIFIED, AFTER, "bytes=0-1");
    names.forEach(name -> fields.add(name, values.get(random.nextInt(values.size()))));
    RequestHead request = RequestHead.anonymous("GET", fields.build());
    if (!Preconditions.comparesDates(request.fields())) {
      Validators all = Validators.of(BOTH, NOW);
      Validators tag = Validators.ofTag(all.etag());
      for (Preconditions.Role role : Preconditions.Role.values()) {
        assertThat(Preconditions.evaluate(request, 200, tag, role))
            .isEqualTo(Preconditions.evaluate(request, 200, all, role));
      }
      assertThat(Ranges.answer(request, tag, 9)).isEqualTo(Ranges.answer(request, all, 9));
    }
  }

  @Provide
  Arbitrary<List<String>> conditionNames() {
    return Arbitraries.of(
            "If-Match",
            "If-None-Match",
            "If-Modified-Since",
            "If-Unmodified-Since",
            "If-Range",
            "Range")
        .list()
        .ofMaxSize(4);
  }

  @Nested
  class Rfc9110Section13_1_1 {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "\"x\" | \"x\" | SERVE",
          "\"x\" | \"y\" | PRECONDITION_FAILED",
          "\"x\" | \"X\" | PRECONDITION_FAILED",
          "\"x\" | W/\"x\" | PRECONDITION_FAILED",
          "W/\"x\" | \"x\" | PRECONDITION_FAILED",
          "W/\"x\" | W/\"x\" | PRECONDITION_FAILED",
          "W/\"x\" | * | SERVE",
          "\"x\" | ` * ` | SERVE",
          "\"x\" | \"a\", W/\"x\", \"x\" | SERVE",
          "\"x\" | \"a\",, W/\"b\" | PRECONDITION_FAILED",
          "\"x\" | x | PRECONDITION_FAILED",
          "x | x | PRECONDITION_FAILED",
          "\"x | \"x | PRECONDITION_FAILED",
          "\"x\" | `` | PRECONDITION_FAILED",
          "\"a,b\" | \"a,b\" | SERVE"
        })
    void ifMatchComparesStrongly(String stored, String sent, Preconditions.Outcome outcome) {
      HttpFields fields = HttpFields.of("ETag", stored);
      assertThat(evaluate(ORIGIN, "GET", fields, "If-Match", sent)).isEqualTo(outcome);
      assertThat(evaluate(ORIGIN, "HEAD", fields, "if-match", sent)).isEqualTo(outcome);
      assertThat(evaluate(INTERMEDIARY, "GET", fields, "If-Match", sent)).isEqualTo(SERVE);
    }

    @Test
    void everyLineCounts() {
      HttpFields stored = HttpFields.of("ETag", "\"x\"");
      assertThat(evaluate(ORIGIN, "GET", stored, "If-Match", "\"a\"", "If-Match", "\"x\""))
          .isEqualTo(SERVE);
      assertThat(evaluate(ORIGIN, "GET", stored, "If-Match", "\"a\"", "If-None-Match", "\"x\""))
          .isEqualTo(PRECONDITION_FAILED);
    }

    @Test
    void withoutATagOnlyAStarMatches() {
      assertThat(evaluate(ORIGIN, "GET", DATED, "If-Match", "\"x\""))
          .isEqualTo(PRECONDITION_FAILED);
      assertThat(evaluate(ORIGIN, "GET", DATED, "If-Match", "*")).isEqualTo(SERVE);
    }
  }

  @Nested
  class Rfc9110Section13_1_4 {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "Sun, 06 Nov 1994 08:49:36 GMT | PRECONDITION_FAILED",
          "Sunday, 06-Nov-94 08:49:36 GMT | PRECONDITION_FAILED",
          "Sun Nov  6 08:49:36 1994 | PRECONDITION_FAILED",
          "Sun, 06 Nov 1994 08:49:37 GMT | SERVE",
          "Sunday, 06-Nov-94 08:49:37 GMT | SERVE",
          "Sun, 06 Nov 1994 08:49:38 GMT | SERVE",
          "yesterday | SERVE",
          "0 | SERVE",
          "Sun, 06 Nov 1994 08:49:36 GMT, Sun, 06 Nov 1994 08:49:36 GMT | SERVE"
        })
    void ifUnmodifiedSince(String sent, Preconditions.Outcome outcome) {
      assertThat(evaluate(ORIGIN, "GET", DATED, "If-Unmodified-Since", sent)).isEqualTo(outcome);
      assertThat(evaluate(INTERMEDIARY, "GET", DATED, "If-Unmodified-Since", sent))
          .isEqualTo(SERVE);
    }

    @Test
    void itDoesNotCountTwiceNorWithoutADateToCompareWith() {
      assertThat(
              evaluate(
                  ORIGIN, "GET", DATED, "If-Unmodified-Since", BEFORE, "If-Unmodified-Since", "x"))
          .isEqualTo(SERVE);
      assertThat(
              evaluate(
                  ORIGIN, "GET", HttpFields.of("Date", MODIFIED), "If-Unmodified-Since", BEFORE))
          .isEqualTo(SERVE);
    }
  }

  @Nested
  class Rfc9110Section13_2 {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          // If-Match hides If-Unmodified-Since, whatever either says
          "If-Match | \"x\" | If-Unmodified-Since | Sun, 06 Nov 1994 08:49:36 GMT | SERVE",
          "If-Match | \"y\" | If-Unmodified-Since | Sun, 06 Nov 1994 08:49:38 GMT"
              + " | PRECONDITION_FAILED",
          // what comes first decides; what passed is asked on
          "If-Match | \"x\" | If-None-Match | \"x\" | NOT_MODIFIED",
          "If-Match | \"y\" | If-None-Match | \"x\" | PRECONDITION_FAILED",
          "If-Match | \"x\" | If-None-Match | \"y\" | SERVE",
          "If-Match | \"y\" | If-Modified-Since | Sun, 06 Nov 1994 08:49:37 GMT"
              + " | PRECONDITION_FAILED",
          "If-Unmodified-Since | Sun, 06 Nov 1994 08:49:36 GMT | If-None-Match | \"x\""
              + " | PRECONDITION_FAILED",
          "If-Unmodified-Since | Sun, 06 Nov 1994 08:49:37 GMT | If-None-Match | \"x\""
              + " | NOT_MODIFIED",
          "If-Unmodified-Since | Sun, 06 Nov 1994 08:49:37 GMT | If-Modified-Since"
              + " | Sun, 06 Nov 1994 08:49:37 GMT | NOT_MODIFIED",
          "If-None-Match | \"y\" | If-Modified-Since | Sun, 06 Nov 1994 08:49:37 GMT | SERVE",
          "If-None-Match | \"x\" | If-Modified-Since | Sun, 06 Nov 1994 08:49:36 GMT"
              + " | NOT_MODIFIED"
        })
    void theOrder(
        String name, String value, String other, String value2, Preconditions.Outcome outcome) {
      assertThat(evaluate(ORIGIN, "GET", BOTH, name, value, other, value2)).isEqualTo(outcome);
      assertThat(evaluate(ORIGIN, "GET", BOTH, other, value2, name, value)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @ValueSource(ints = {203, 204, 206, 301, 404, 500})
    void onlyAStored200IsJudged(int status) {
      for (String name : new String[] {"If-None-Match", "If-Match"}) {
        RequestHead request =
            RequestHead.anonymous("GET", HttpFields.of(name, "\"x\"", "If-Match", "\"y\""));
        assertThat(Preconditions.evaluate(request, status, Validators.of(BOTH, NOW), ORIGIN))
            .isEqualTo(SERVE);
      }
    }

    @Test
    void aRequestThatOnlyItsOriginCanJudgeIsKnown() {
      assertThat(Preconditions.concernsOrigin(HttpFields.of("if-match", "*"))).isTrue();
      assertThat(Preconditions.concernsOrigin(HttpFields.of("if-unmodified-since", ""))).isTrue();
      assertThat(Preconditions.concernsOrigin(HttpFields.of("If-None-Match", "*"))).isFalse();
    }
  }

  @Nested
  class Rfc9111Section4_3_2 {
    @Test
    void anIntermediaryComparesWithDateWhereThereIsNoLastModified() {
      HttpFields stored = HttpFields.of("Date", MODIFIED);
      assertThat(evaluate(INTERMEDIARY, "GET", stored, "If-Modified-Since", MODIFIED))
          .isEqualTo(NOT_MODIFIED);
      assertThat(evaluate(INTERMEDIARY, "GET", stored, "If-Modified-Since", BEFORE))
          .isEqualTo(SERVE);
      assertThat(evaluate(ORIGIN, "GET", stored, "If-Modified-Since", MODIFIED)).isEqualTo(SERVE);
    }

    @Test
    void lastModifiedComesBeforeDate() {
      HttpFields stored = HttpFields.of("Date", AFTER, "Last-Modified", MODIFIED);
      assertThat(evaluate(INTERMEDIARY, "GET", stored, "If-Modified-Since", MODIFIED))
          .isEqualTo(NOT_MODIFIED);
    }
  }

  @Nested
  class Rfc9110Section13_1_5 {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "\"x\" | \"x\" | true",
          "\"x\" | ` \"x\" ` | true",
          "\"x\" | \"y\" | false",
          "\"x\" | W/\"x\" | false",
          "W/\"x\" | W/\"x\" | false",
          "W/\"x\" | \"x\" | false",
          "\"x\" | * | false",
          "\"x\" | \"x\", \"x\" | false",
          "\"x\" | \"x | false",
          "\"x | \"x | false",
          "\"x\" | `` | false",
          "\"x\" | Sun, 06 Nov 1994 08:49:37 GMT | true",
          "\"x\" | Sun, 06 Nov 1994 08:49:38 GMT | false",
          "\"x\" | Sunday, 06-Nov-94 08:49:37 GMT | false"
        })
    void ifRangeMatchesExactlyOrTheRangeDoesNotCount(String tag, String sent, boolean applies) {
      HttpFields stored = HttpFields.of("ETag", tag, "Last-Modified", MODIFIED, "Date", AFTER);
      assertThat(rangeApplies("GET", stored, "Range", "bytes=0-", "If-Range", sent))
          .isEqualTo(applies);
    }

    @Test
    void aDateIsStrongASecondAfterTheLastChange() {
      assertThat(ifRangeByDate(HttpFields.of("Last-Modified", MODIFIED, "Date", AFTER))).isTrue();
      assertThat(ifRangeByDate(HttpFields.of("Last-Modified", MODIFIED, "Date", MODIFIED)))
          .isFalse();
      assertThat(ifRangeByDate(HttpFields.of("Last-Modified", MODIFIED, "Date", "x"))).isFalse();
      assertThat(ifRangeByDate(DATED)).isFalse();
    }

    @Test
    void itDoesNotCountTwice() {
      assertThat(
              rangeApplies(
                  "GET", BOTH, "Range", "bytes=0-", "If-Range", "\"x\"", "If-Range", "\"x\""))
          .isFalse();
    }

    @Test
    void onlyAGetHasARange() {
      assertThat(rangeApplies("GET", BOTH, "Range", "bytes=0-")).isTrue();
      assertThat(rangeApplies("HEAD", BOTH, "Range", "bytes=0-")).isFalse();
      assertThat(rangeApplies("POST", BOTH, "Range", "bytes=0-")).isFalse();
      assertThat(rangeApplies("GET", BOTH, "If-Range", "\"x\"")).isFalse();
    }

    private static boolean ifRangeByDate(HttpFields stored) {
      return rangeApplies("GET", stored, "Range", "bytes=0-", "If-Range", MODIFIED);
    }

    private static boolean rangeApplies(String method, HttpFields stored, String... request) {
      return Preconditions.rangeApplies(
          RequestHead.anonymous(method, HttpFields.of(request)), Validators.of(stored, NOW));
    }
  }

  @Property(tries = 2000)
  void noValueMakesAConditionThrow(
      @ForAll("values") String value, @ForAll("values") String stored) {
    HttpFields fields = HttpFields.of("ETag", stored, "Last-Modified", stored, "Date", stored);
    Validators validators = Validators.of(fields, NOW);
    for (String name : RequestRules.FIELDS) {
      RequestHead request =
          RequestHead.anonymous("GET", HttpFields.of(name, value, "Range", value));
      assertThat(Preconditions.evaluate(request, 200, validators, ORIGIN)).isNotNull();
      assertThat(Preconditions.evaluate(request, 200, validators, INTERMEDIARY))
          .isNotEqualTo(PRECONDITION_FAILED);
      Preconditions.rangeApplies(request, validators);
    }
  }

  @Provide
  Arbitrary<String> values() {
    return Arbitraries.oneOf(
        Arbitraries.of("\"", "W/", "*", ",", " ", "x", "\\", MODIFIED, "\"x\"", "\u0000")
            .list()
            .ofMaxSize(8)
            .map(it -> String.join("", it)),
        Arbitraries.strings().ofMaxLength(20));
  }

  private static Preconditions.Outcome evaluate(
      Preconditions.Role role, String method, HttpFields stored, String... request) {
    return Preconditions.evaluate(
        RequestHead.anonymous(method, HttpFields.of(request)),
        200,
        Validators.of(stored, NOW),
        role);
  }
}
