package io.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldRulesTest {

  @Nested
  class Rfc9111Section3_1 {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "Connection",
          "keep-alive",
          "PROXY-CONNECTION",
          "TE",
          "Transfer-Encoding",
          "Upgrade",
          "Trailer",
          "Proxy-Authenticate",
          "Proxy-Authentication-Info",
          "Proxy-Authorization",
          "Age",
          "larder-cache-control"
        })
    void whatIsAboutTheConnectionIsNotStored(String name) {
      assertThat(FieldRules.storable(HttpFields.of("A", "1", name, "x", "B", "2")))
          .isEqualTo(HttpFields.of("A", "1", "B", "2"));
    }

    @Test
    void neitherIsWhatConnectionNames() {
      HttpFields fields =
          HttpFields.of(
              "Connection", "close, x-hop", "X-Hop", "1", "CONNECTION", "Y", "y", "2", "Z", "3");
      assertThat(FieldRules.storable(fields)).isEqualTo(HttpFields.of("Z", "3"));
    }

    @Test
    void everythingElseIsInItsOrder() {
      HttpFields fields =
          HttpFields.of(
              "Cache-Control", "max-age=60",
              "ETag", "\"x\"",
              "X-Hop", "1",
              "Link", "a",
              "Proxy-Status", "p",
              "Cache-Status", "Origin; hit",
              "Link", "b",
              "Date", "d");
      assertThat(FieldRules.storable(fields)).isSameAs(fields);
    }

    @Test
    void norWhatTheResponseKeepsForOneUser() {
      HttpFields fields = HttpFields.of("Set-Cookie", "1", "X-USER", "2", "TE", "3", "Z", "4");
      assertThat(FieldRules.storable(fields, Set.of("set-cookie", "x-user")))
          .isEqualTo(HttpFields.of("Z", "4"));
      assertThat(FieldRules.storable(fields, Set.of())).isEqualTo(FieldRules.storable(fields));
    }

    @Test
    void aMalformedConnectionHarmsNothing() {
      HttpFields fields = HttpFields.of("Connection", "\"a, b\u0000,,=", "A", "1");
      assertThat(FieldRules.storable(fields)).isEqualTo(HttpFields.of("A", "1"));
    }
  }

  /** Updates by a 304 or a HEAD. */
  @Nested
  class Rfc9111Section3_2 {
    private static final Instant NOW = Instant.parse("1994-11-06T08:49:37Z");
    private static final String DATE = "Sun, 06 Nov 1994 08:49:00 GMT";

    @Test
    void eachFieldReplacesAllItsLinesWhereTheFirstStood() {
      HttpFields stored = HttpFields.of("A", "1", "B", "1", "a", "2", "C", "1", "Date", "d");
      HttpFields update = HttpFields.of("a", "8", "D", "x", "A", "9", "date", DATE, "D", "y");
      assertThat(FieldRules.updated(stored, update, NOW))
          .isEqualTo(
              HttpFields.of(
                  "A", "8", "A", "9", "B", "1", "C", "1", "Date", DATE, "D", "x", "D", "y"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length", "content-type", "CONTENT-ENCODING", "Content-Range"})
    void whatSaysHowTheBodyIsReadStays(String name) {
      HttpFields stored = HttpFields.of(name, "old", "Date", DATE);
      assertThat(FieldRules.updated(stored, HttpFields.of(name, "new", "Date", DATE), NOW))
          .isEqualTo(stored);
      assertThat(
              FieldRules.updated(
                  HttpFields.of("Date", DATE), HttpFields.of(name, "new", "Date", DATE), NOW))
          .isEqualTo(HttpFields.of("Date", DATE));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "ETag",
          "Cache-Control",
          "Expires",
          "Vary",
          "Set-Cookie",
          "Last-Modified",
          "Content-Location",
          "Content-Language",
          "Content-Security-Policy",
          "Content-Foo",
          "X-Content-Foo"
        })
    void everyOtherIsUpdated(String name) {
      HttpFields update = HttpFields.of(name, "new", "Date", DATE);
      assertThat(FieldRules.updated(HttpFields.of(name, "old", "Date", "d"), update, NOW))
          .isEqualTo(update);
    }

    @Test
    void whatIsAboutTheConnectionUpdatesNothing() {
      HttpFields stored = HttpFields.of("X-Hop", "1", "Date", DATE);
      HttpFields update =
          HttpFields.of(
              "Connection", "x-hop", "X-Hop", "2", "Keep-Alive", "x", "TE", "x", "Date", DATE);
      assertThat(FieldRules.updated(stored, update, NOW)).isEqualTo(stored);
    }

    @Test
    void itsAgeCountsAndItsTimeOfArrivalIfItHasNoDate() {
      HttpFields stored = HttpFields.of("Date", "Sat, 05 Nov 1994 08:49:37 GMT");
      HttpFields updated = FieldRules.updated(stored, HttpFields.of("Age", "3"), NOW);
      assertThat(updated).isEqualTo(HttpFields.of("Date", HttpDate.format(NOW), "Age", "3"));
      assertThat(FreshnessRules.initialAge(updated, Duration.ZERO, NOW)).hasSeconds(3);
      assertThat(FieldRules.storable(updated).contains("Age")).isFalse();
    }
  }

  @Nested
  class Rfc9110Section6_6_1 {
    private static final Instant NOW = Instant.parse("1994-11-06T08:49:37.5Z");

    @Test
    void aMissingDateIsTheTimeOfArrival() {
      assertThat(FieldRules.withDate(HttpFields.of("A", "1"), NOW))
          .isEqualTo(HttpFields.of("A", "1", "Date", "Sun, 06 Nov 1994 08:49:37 GMT"));
    }

    @Test
    void oneThatIsThereStays() {
      HttpFields fields = HttpFields.of("date", "Mon, 07 Nov 1994 08:49:37 GMT");
      assertThat(FieldRules.withDate(fields, NOW)).isSameAs(fields);
    }
  }

  @Nested
  class Rfc9110Section15_4_5 {

    @Test
    void a304CarriesWhatUpdatesAClientsCopyAndNothingOfTheContent() {
      HttpFields stored =
          HttpFields.of(
              "Content-Type", "text/html",
              "content-length", "5",
              "Content-Language", "en",
              "Content-Encoding", "identity",
              "Cache-Control", "max-age=60",
              "Content-Location", "/x",
              "Date", "d",
              "ETag", "\"x\"",
              "Expires", "e",
              "Vary", "Accept",
              "Last-Modified", "l",
              "Access-Control-Allow-Origin", "*");
      assertThat(FieldRules.notModified(stored))
          .isEqualTo(
              HttpFields.of(
                  "Cache-Control", "max-age=60",
                  "Content-Location", "/x",
                  "Date", "d",
                  "ETag", "\"x\"",
                  "Expires", "e",
                  "Vary", "Accept",
                  "Access-Control-Allow-Origin", "*"));
    }

    @Test
    void withoutAnETagItCarriesLastModified() {
      HttpFields stored = HttpFields.of("Last-Modified", "l", "Content-Type", "text/html");
      assertThat(FieldRules.notModified(stored)).isEqualTo(HttpFields.of("Last-Modified", "l"));
    }
  }
}
