package io.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How old a response is when it arrives. */
class ArrivalAgeTest extends Lifetimes {
  @Nested
  class Rfc9111Section4_2_3 {

    @Test
    void ageIsSubtracted() {
      assertFresh(40, TTL_10, "Cache-Control", "max-age=60", "Age", "20");
      assertFresh(0, TTL_10, "Cache-Control", "max-age=60", "Age", "60");
      assertFresh(0, TTL_10, "Cache-Control", "max-age=60", "Age", "9999999999999999");
    }

    @Test
    void aDateInThePastIsAge() {
      assertFresh(
          50, NO_RULE, "Cache-Control", "max-age=60", "Date", "Mon, 15 Jun 2026 11:59:50 GMT");
      assertFresh(
          0, NO_RULE, "Cache-Control", "max-age=60", "Date", "Fri, 01 Jan 0001 00:00:00 GMT");
    }

    @Test
    void theRulesTtlCountsFromArrival() {
      assertFresh(10, TTL_10, "Age", "20");
      assertFresh(10, OVERRIDE_10, "Cache-Control", "max-age=60", "Age", "90");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        nullValues = "-",
        value = {
          "- | - | 0 | 0",
          "7 | - | 0 | 7",
          "7 | - | 2 | 9",
          "- | - | 2 | 2",
          "- | - | -2 | 0",
          "- | Mon, 15 Jun 2026 11:59:55 GMT | 0 | 5",
          "3 | Mon, 15 Jun 2026 11:59:55 GMT | 0 | 5",
          "9 | Mon, 15 Jun 2026 11:59:55 GMT | 0 | 9",
          "- | Mon, 15 Jun 2026 12:00:00 GMT | 0 | 0",
          "- | Mon, 15 Jun 2099 12:00:00 GMT | 0 | 0",
          "- | rubbish | 0 | 0",
          "- | Fri, 01 Jan 0001 00:00:00 GMT | 0 | 2147483648",
          "-5 | - | 0 | 0",
          "1.5 | - | 0 | 0",
          "soon | - | 0 | 0",
          "7, 9 | - | 0 | 7",
          "x, 9 | - | 0 | 0",
          "99999999999999999999 | - | 0 | 2147483648"
        })
    void initialAge(String age, String date, long delay, long seconds) {
      HttpFields.Builder fields = HttpFields.builder();
      Optional.ofNullable(age).ifPresent(it -> fields.add("Age", it));
      Optional.ofNullable(date).ifPresent(it -> fields.add("Date", it));
      assertThat(FreshnessRules.initialAge(fields.build(), Duration.ofSeconds(delay), NOW))
          .isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        nullValues = "-",
        quoteCharacter = '`',
        value = {
          // Age | freshness that is left of max-age=60
          "59 | 1",
          "60 | 0",
          "61 | 0",
          "0060 | 0",
          "2147483648 | 0",
          "99999999999999999999999999 | 0",
          "-1 | 60",
          "+5 | 60",
          "5.5 | 60",
          "5s | 60",
          "5;x=1 | 60",
          "\"5\" | 60",
          "`` | 60",
          "five | 60",
          "five, 60 | 60",
          "60, five | 0",
          ", 60 | 0",
          "1 60 | 60"
        })
    void hostileAges(String age, long left) {
      assertFresh(left, NO_RULE, "Cache-Control", "max-age=60", "Age", age);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "rubbish", "Mon, 15 Jun 2099 12:00:00 GMT"})
    void aDateThatSaysNothingMakesNothingOlderOrYounger(String date) {
      assertFresh(60, NO_RULE, "Cache-Control", "max-age=60", "Date", date);
      assertFresh(0, NO_RULE, "Cache-Control", "max-age=60", "Date", date, "Age", "60");
    }

    @Test
    void ofSeveralDatesTheFirstCounts() {
      String past = "Mon, 15 Jun 2026 11:59:50 GMT";
      assertFresh(50, NO_RULE, "Cache-Control", "max-age=60", "Date", past, "Date", DATE);
      // Whichever is taken, Expires ends at the same moment.
      String expires = "Mon, 15 Jun 2026 12:01:00 GMT";
      assertFresh(60, NO_RULE, "Expires", expires, "Date", past, "Date", DATE);
      assertFresh(60, NO_RULE, "Expires", expires, "Date", DATE, "Date", past);
    }

    @Test
    void whiteSpaceAroundADateDoesNotCount() {
      String past = " Mon, 15 Jun 2026 11:59:50 GMT\t";
      assertFresh(50, NO_RULE, "Cache-Control", "max-age=60", "Date", past);
      assertFresh(
          60, NO_RULE, "Date", " " + DATE + "\t", "Expires", " Mon, 15 Jun 2026 12:01:00 GMT ");
    }

    @Test
    void ofSeveralAgesTheFirstCounts() {
      HttpFields fields = HttpFields.of("Age", "3", "Age", "8");
      assertThat(FreshnessRules.initialAge(fields, Duration.ZERO, NOW)).hasSeconds(3);
    }

    @Test
    void whatIsStoredKnowsItsAge() {
      assertThat(lifetime(TTL_10, "Age", "20").orElseThrow().initialAge()).hasSeconds(20);
    }
  }
}
