package io.larder.http;

import static io.larder.http.Preconditions.Outcome.NOT_MODIFIED;
import static io.larder.http.Preconditions.Outcome.SERVE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreconditionsTest {
  private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
  private static final String MODIFIED = "Sun, 06 Nov 1994 08:49:37 GMT";

  @Nested
  class Rfc9110Section13_1_2 {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "\"x\" | \"x\" | NOT_MODIFIED",
          "\"x\" | \"y\" | SERVE",
          "\"x\" | \"X\" | SERVE",
          "\"x\" | W/\"x\" | NOT_MODIFIED",
          "W/\"x\" | \"x\" | NOT_MODIFIED",
          "W/\"x\" | W/\"x\" | NOT_MODIFIED",
          "W/\"x\" | W/\"y\" | SERVE",
          "\"x\" | w/\"x\" | SERVE",
          "\"x\" | * | NOT_MODIFIED",
          "\"x\" | \"a\", \"x\" | NOT_MODIFIED",
          "\"x\" | \"a\",\"b\",W/\"x\",\"c\" | NOT_MODIFIED",
          "\"x\" | \"a\", \"b\" | SERVE",
          "\"x\" | ,, \"x\" ,, | NOT_MODIFIED",
          "\"a,b\" | \"a,b\" | NOT_MODIFIED",
          "\"b\" | \"a,\"b\" | SERVE",
          "\"a\" | \"a,b\" | SERVE",
          "\"x\\\" | \"y\", \"x\\\" | NOT_MODIFIED",
          "\"x\" | x | SERVE",
          "\"x\" | x, \"x\" | NOT_MODIFIED",
          "\"x\" | \"x | SERVE",
          "\"x\" | \"xx\" | SERVE",
          "\"x\" | \"\" | SERVE",
          "\"\" | \"\" | NOT_MODIFIED",
          "\"x\" | `` | SERVE",
          "\"x\" | W/ | SERVE",
          "\"x\" | \"a\", * | SERVE"
        })
    void ifNoneMatch(String stored, String sent, Preconditions.Outcome outcome) {
      assertThat(evaluate("GET", HttpFields.of("ETag", stored), "If-None-Match", sent))
          .isEqualTo(outcome);
      assertThat(evaluate("HEAD", HttpFields.of("ETag", stored), "if-none-match", sent))
          .isEqualTo(outcome);
    }

    @Test
    void everyLineCounts() {
      HttpFields stored = HttpFields.of("ETag", "\"x\"");
      assertThat(evaluate("GET", stored, "If-None-Match", "\"a\"", "If-None-Match", "\"x\""))
          .isEqualTo(NOT_MODIFIED);
      assertThat(evaluate("GET", stored, "If-None-Match", "\"a\"", "If-Match", "\"x\""))
          .isEqualTo(SERVE);
    }

    @Test
    void aStarMatchesWhatHasNoTag() {
      assertThat(evaluate("GET", HttpFields.empty(), "If-None-Match", "*")).isEqualTo(NOT_MODIFIED);
      assertThat(evaluate("GET", HttpFields.empty(), "If-None-Match", "\"x\"")).isEqualTo(SERVE);
    }

    @Test
    void aStarMayHaveWhiteSpaceAround() {
      assertThat(evaluate("GET", HttpFields.of("ETag", "\"x\""), "If-None-Match", " * "))
          .isEqualTo(NOT_MODIFIED);
    }

    @Test
    void aLineOfOpenQuotesIsHarmless() {
      String line = "\"a\" ".repeat(100_000) + "\"";
      assertThat(evaluate("GET", HttpFields.of("ETag", "\"x\""), "If-None-Match", line))
          .isEqualTo(SERVE);
    }
  }

  @Nested
  class Rfc9110Section13_1_3 {
    private static final HttpFields STORED = HttpFields.of("Last-Modified", MODIFIED);

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "Sun, 06 Nov 1994 08:49:37 GMT | NOT_MODIFIED",
          "Sunday, 06-Nov-94 08:49:37 GMT | NOT_MODIFIED",
          "Sun Nov  6 08:49:37 1994 | NOT_MODIFIED",
          "Sun, 06 Nov 1994 08:49:38 GMT | NOT_MODIFIED",
          "Fri, 31 Dec 9999 23:59:59 GMT | NOT_MODIFIED",
          "Sun, 06 Nov 1994 08:49:36 GMT | SERVE",
          "yesterday | SERVE",
          "0 | SERVE"
        })
    void ifModifiedSince(String sent, Preconditions.Outcome outcome) {
      assertThat(evaluate("GET", STORED, "If-Modified-Since", sent)).isEqualTo(outcome);
    }

    @Test
    void itDoesNotCountBesideIfNoneMatch() {
      HttpFields stored = HttpFields.of("Last-Modified", MODIFIED, "ETag", "\"x\"");
      assertThat(evaluate("GET", stored, "If-Modified-Since", MODIFIED, "If-None-Match", "\"y\""))
          .isEqualTo(SERVE);
      assertThat(evaluate("GET", stored, "If-Modified-Since", "0", "If-None-Match", "\"x\""))
          .isEqualTo(NOT_MODIFIED);
    }

    @Test
    void itDoesNotCountTwice() {
      assertThat(
              evaluate("GET", STORED, "If-Modified-Since", MODIFIED, "If-Modified-Since", MODIFIED))
          .isEqualTo(SERVE);
    }

    @Test
    void withoutLastModifiedEverythingIsModified() {
      assertThat(evaluate("GET", HttpFields.of("Date", MODIFIED), "If-Modified-Since", MODIFIED))
          .isEqualTo(SERVE);
    }

    @Test
    void aLastModifiedThatIsNoDateIsNone() {
      assertThat(evaluate("GET", HttpFields.of("Last-Modified", "x"), "If-Modified-Since", "x"))
          .isEqualTo(SERVE);
    }
  }

  @Nested
  class Rfc9110Section13_2_1 {
    @Test
    void withoutAConditionTheResponseIsServed() {
      assertThat(evaluate("GET", HttpFields.of("ETag", "\"x\""), "Accept", "*/*")).isEqualTo(SERVE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "OPTIONS", "get"})
    void otherMethodsHaveNoSuchConditions(String method) {
      assertThat(evaluate(method, HttpFields.of("ETag", "\"x\""), "If-None-Match", "\"x\""))
          .isEqualTo(SERVE);
    }
  }

  private static Preconditions.Outcome evaluate(
      String method, HttpFields stored, String... request) {
    return Preconditions.evaluate(
        RequestHead.anonymous(method, HttpFields.of(request)), Validators.of(stored, NOW));
  }
}
