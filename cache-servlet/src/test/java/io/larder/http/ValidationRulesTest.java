package io.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidationRulesTest {
  private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
  private static final String MODIFIED = "Sun, 14 Jun 2026 12:00:00 GMT";
  private static final String LATER = "Sun, 14 Jun 2026 13:00:00 GMT";

  @Nested
  class Rfc9111Section4_3_1 {

    @Test
    void oneStoredResponseIsOfferedByAllItsValidators() {
      assertThat(conditions(HttpFields.of("ETag", "\"a\"", "Last-Modified", MODIFIED)))
          .isEqualTo(HttpFields.of("If-None-Match", "\"a\"", "If-Modified-Since", MODIFIED));
      assertThat(conditions(HttpFields.of("etag", "W/\"a\"")))
          .isEqualTo(HttpFields.of("If-None-Match", "W/\"a\""));
      assertThat(conditions(HttpFields.of("Last-Modified", MODIFIED)))
          .isEqualTo(HttpFields.of("If-Modified-Since", MODIFIED));
    }

    @Test
    void ofSeveralOnlyTheTagsEachOnce() {
      assertThat(
              conditions(
                  HttpFields.of("ETag", "\"a\"", "Last-Modified", MODIFIED),
                  HttpFields.of("ETag", "W/\"b\""),
                  HttpFields.of("Last-Modified", LATER),
                  HttpFields.of("ETag", "\"a\"")))
          .isEqualTo(HttpFields.of("If-None-Match", "\"a\", W/\"b\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rfc850", "asctime"})
    void aDateIsSentAsItCame(String form) {
      String date =
          form.equals("asctime") ? "Sun Jun 14 12:00:00 2026" : "Sunday, 14-Jun-26 12:00:00 GMT";
      assertThat(conditions(HttpFields.of("Last-Modified", date)))
          .isEqualTo(HttpFields.of("If-Modified-Since", date));
    }

    @Test
    void whatIsNoValidatorIsNotSent() {
      for (HttpFields fields :
          List.of(
              HttpFields.empty(),
              HttpFields.of("ETag", "a"),
              HttpFields.of("ETag", "\"a\"", "ETag", "\"b\""),
              HttpFields.of("ETag", "\"a\u0100\""),
              HttpFields.of("ETag", "\"a\u007f\""),
              HttpFields.of("ETag", "\"a\r\n\""),
              HttpFields.of("Last-Modified", "0"),
              HttpFields.of("Last-Modified", MODIFIED, "Last-Modified", LATER))) {
        assertThat(conditions(fields).size()).isZero();
        assertThat(ValidationRules.canValidate(fields, NOW)).isFalse();
      }
    }

    @Test
    void obsTextAndOddCharactersAreParts() {
      HttpFields fields = HttpFields.of("ETag", "\"\u00e9,;\\'!\"");
      assertThat(conditions(fields).first("If-None-Match")).isEqualTo("\"\u00e9,;\\'!\"");
    }

    private static HttpFields conditions(HttpFields... stored) {
      return ValidationRules.conditions(List.of(stored), NOW);
    }
  }

  @Nested
  class Rfc9111Section4_3_4 {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          // stored tags, most recent first | tag of the 304 | selected
          "\"a\" | \"a\" | 0",
          "\"a\" | \"b\" | ``",
          "\"a\" \"b\" \"a\" | \"a\" | 0 2",
          "W/\"a\" | \"a\" | ``",
          "\"a\" | W/\"a\" | 0",
          "\"b\" W/\"a\" \"a\" | W/\"a\" | 1",
          "\"b\" | W/\"a\" | ``",
          "- \"a\" | \"a\" | 1",
          "\"a\" | - | 0",
          "\"a\" \"b\" | - | ``",
          "\"a\" | x | 0"
        })
    void tags(String stored, String notModified, String selected) {
      List<HttpFields> offered = Stream.of(stored.split(" ")).map(each -> tagged(each)).toList();
      List<Integer> places =
          Stream.of(selected.split(" ")).filter(it -> !it.isEmpty()).map(Integer::valueOf).toList();
      assertThat(ValidationRules.selected(offered, tagged(notModified))).isEqualTo(places);
      if (offered.size() == 1) {
        assertThat(ValidationRules.selects304(offered.get(0), tagged(notModified)))
            .isEqualTo(!places.isEmpty());
      }
    }

    @Test
    void aDateIsAWeakValidator() {
      HttpFields one = HttpFields.of("Last-Modified", MODIFIED);
      HttpFields other = HttpFields.of("Last-Modified", LATER, "ETag", "\"a\"");
      assertThat(ValidationRules.selected(List.of(other, one, one), one)).containsExactly(1);
      assertThat(ValidationRules.selects304(other, one)).isFalse();
      assertThat(ValidationRules.selects304(other, HttpFields.of("Last-Modified", LATER))).isTrue();
    }

    @Test
    void aStrongTagThatIsUnknownIsNotSavedByADate() {
      HttpFields stored = HttpFields.of("Last-Modified", MODIFIED, "ETag", "\"a\"");
      HttpFields other = HttpFields.of("Last-Modified", MODIFIED, "ETag", "\"b\"");
      assertThat(ValidationRules.selects304(stored, other)).isFalse();
      assertThat(ValidationRules.selects304(stored, stored)).isTrue();
    }

    private static HttpFields tagged(String tag) {
      return tag.equals("-") ? HttpFields.empty() : HttpFields.of("ETag", tag);
    }
  }

  @Nested
  class Rfc9111Section4_3_5 {
    private static final HttpFields STORED =
        HttpFields.of("ETag", "\"a\"", "Last-Modified", MODIFIED);

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "ETag | \"a\" | UPDATE",
          "ETag | \"b\" | INVALIDATE",
          "ETag | W/\"a\" | INVALIDATE",
          "Last-Modified | Sun, 14 Jun 2026 12:00:00 GMT | UPDATE",
          "Last-Modified | Sun, 14 Jun 2026 13:00:00 GMT | INVALIDATE",
          "Content-Length | 7 | UPDATE",
          "Content-Length | 8 | INVALIDATE",
          "Content-Length | x | INVALIDATE",
          "X-Other | y | UPDATE"
        })
    void aHeadUpdatesWhatItDescribes(String name, String value, HeadEffect effect) {
      assertThat(effect(STORED, 200, name, value)).isEqualTo(effect);
    }

    @Test
    void everyValidatorThatItHasCounts() {
      assertThat(effect(STORED, 200, "ETag", "\"a\"", "Last-Modified", LATER))
          .isEqualTo(HeadEffect.INVALIDATE);
      assertThat(effect(HttpFields.empty(), 200, "ETag", "\"a\"")).isEqualTo(HeadEffect.INVALIDATE);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 206, 301, 304, 404, 500})
    void onlyA200SaysSomething(int status) {
      assertThat(effect(STORED, status, "ETag", "\"b\"")).isEqualTo(HeadEffect.NONE);
    }

    private static HeadEffect effect(HttpFields stored, int status, String... fields) {
      return HeadRules.effect(stored, 7, new ResponseHead(status, HttpFields.of(fields)));
    }
  }
}
