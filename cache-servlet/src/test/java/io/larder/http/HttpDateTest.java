package io.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110, 5.6.7. */
class HttpDateTest {
  private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Sun, 06 Nov 1994 08:49:37 GMT | 1994-11-06T08:49:37Z",
        "Sunday, 06-Nov-94 08:49:37 GMT | 1994-11-06T08:49:37Z",
        "Sun Nov  6 08:49:37 1994 | 1994-11-06T08:49:37Z",
        "Sun Nov 16 08:49:37 1994 | 1994-11-16T08:49:37Z",
        "Thu, 29 Feb 2024 23:59:59 GMT | 2024-02-29T23:59:59Z",
        "Sat, 31 Dec 2016 23:59:60 GMT | 2017-01-01T00:00:00Z",
        "Fri, 01 Jan 0001 00:00:00 GMT | 0001-01-01T00:00:00Z",
        "Fri, 31 Dec 9999 23:59:59 GMT | 9999-12-31T23:59:59Z"
      })
  void allThreeFormsAreRead(String text, Instant time) {
    assertThat(HttpDate.parse(text, NOW)).hasValue(time);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Monday, 15-Jun-26 12:00:00 GMT | 2026-06-15T12:00:00Z",
        "Monday, 15-Jun-76 12:00:00 GMT | 2076-06-15T12:00:00Z",
        "Monday, 15-Jun-76 12:00:01 GMT | 1976-06-15T12:00:01Z",
        "Monday, 01-Jan-77 00:00:00 GMT | 1977-01-01T00:00:00Z",
        "Monday, 01-Jan-99 00:00:00 GMT | 1999-01-01T00:00:00Z",
        "Monday, 01-Jan-00 00:00:00 GMT | 2000-01-01T00:00:00Z"
      })
  void aYearOfTwoDigitsIsAtMostFiftyYearsAhead(String text, Instant time) {
    assertThat(HttpDate.parse(text, NOW)).hasValue(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "-1",
        ",",
        "   ,",
        "Sunday,",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Nov 1994 08:49:37 +0000",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "sun, 06 nov 1994 08:49:37 gmt",
        "Sun, 06 Foo 1994 08:49:37 GMT",
        "Foo, 06 Nov 1994 08:49:37 GMT",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sun, 06 Nov 1994 08:60:00 GMT",
        "Sun, 06 Nov 1994 08:00:61 GMT",
        "Sun, 06 Nov 1994 08-49-37 GMT",
        "Sun, 06 Nov -994 08:49:37 GMT",
        "Sun, 06-Nov-94 08:49:37 GMT",
        "Sunday, 06-Nov-x4 08:49:37 GMT",
        "Sun Nov  6 08:49:37 94",
        "Sun Nov 6 08:49:37 1994",
        "Sun Nov xx 08:49:37 1994",
        "1994-11-06T08:49:37Z",
        "784111777"
      })
  void anythingElseIsNoDate(String text) {
    assertThat(HttpDate.parse(text, NOW)).isEmpty();
  }

  @Test
  void whatIsWrittenCanBeRead() {
    Instant time = Instant.parse("1994-11-06T08:49:37.999Z");
    assertThat(HttpDate.format(time)).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    assertThat(HttpDate.parse(HttpDate.format(time), NOW))
        .hasValue(Instant.parse("1994-11-06T08:49:37Z"));
  }
}
