package io.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
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
    void aMalformedConnectionHarmsNothing() {
      HttpFields fields = HttpFields.of("Connection", "\"a, b\u0000,,=", "A", "1");
      assertThat(FieldRules.storable(fields)).isEqualTo(HttpFields.of("A", "1"));
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
