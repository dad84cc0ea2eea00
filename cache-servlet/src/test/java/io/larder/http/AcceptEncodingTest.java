package io.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of two representations a client gets. */
class AcceptEncodingTest {

  /** RFC 9110, 12.5.3, for a page in gzip. */
  @Nested
  class Rfc9110Section12_5_3 {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        ignoreLeadingAndTrailingWhitespace = false,
        value = {
          "gzip|ENCODED",
          "GZip|ENCODED",
          "x-gzip|ENCODED",
          "gzip, deflate, br|ENCODED",
          "gzip, deflate, br, zstd|ENCODED",
          "deflate,gzip|ENCODED",
          " gzip |ENCODED",
          "\tgzip\t,br|ENCODED",
          ",,gzip,|ENCODED",
          "gzip;q=1|ENCODED",
          "gzip;q=1.000|ENCODED",
          "gzip;q=1.|ENCODED",
          "gzip;q=0.001|ENCODED",
          "gzip;q=.1|PLAIN_ONLY",
          "gzip ; q=0.5|ENCODED",
          "gzip;Q=0.5|ENCODED",
          "br;q=1.0, gzip;q=0.8, *;q=0.1|ENCODED",
          "*|ENCODED",
          "*;q=0.1|ENCODED",
          "gzip;q=0.5, identity;q=0.5|ENCODED",
          "identity;q=0.4, gzip;q=0.5|ENCODED",
          "gzip;q=0.5, *;q=0.9|ENCODED",
          "gzip, identity|ENCODED",
          "gzip;q=0.5, identity|PLAIN",
          "gzip;q=0.5, identity;q=0.501|PLAIN",
          "gzip;q=0|PLAIN_ONLY",
          "gzip;q=0.0|PLAIN_ONLY",
          "gzip;q=0.000|PLAIN_ONLY",
          "gzip;q=0, *|PLAIN_ONLY",
          "*, gzip;q=0|PLAIN_ONLY",
          "gzip, gzip;q=0|PLAIN_ONLY",
          "br|PLAIN_ONLY",
          "deflate|PLAIN_ONLY",
          "gzipped|PLAIN_ONLY",
          "gzi|PLAIN_ONLY",
          "gzip br|PLAIN_ONLY",
          "identity|PLAIN_ONLY",
          "identity;q=0|PLAIN_ONLY",
          "*;q=0|PLAIN_ONLY",
          "identity;q=0, gzip|ENCODED_ONLY",
          "gzip, *;q=0|ENCODED_ONLY",
          "gzip;q=0.1, identity;q=0.0|ENCODED_ONLY",
          "gzip, *;q=0, identity;q=0.1|ENCODED",
          "identity;q=0, *|ENCODED_ONLY",
          "|PLAIN_ONLY",
          ",|PLAIN_ONLY",
          "gzip;q=2|PLAIN_ONLY",
          "gzip;q=1.5|PLAIN_ONLY",
          "gzip;q=1.001|PLAIN_ONLY",
          "gzip;q=0.1234|PLAIN_ONLY",
          "gzip;q=-1|PLAIN_ONLY",
          "gzip;q=|PLAIN_ONLY",
          "gzip;q|PLAIN_ONLY",
          "gzip;|PLAIN_ONLY",
          "gzip;level=9|PLAIN_ONLY",
          "gzip;q=0.5;q=1|PLAIN_ONLY",
          "\"gzip\"|PLAIN_ONLY",
          ";q=1|PLAIN_ONLY",
          "gzip;q=x, *|ENCODED",
        })
    void chooses(String value, CodingChoice expected) {
      assertThat(AcceptEncoding.choose(value == null ? "" : value, "gzip")).isEqualTo(expected);
    }

    @Test
    void anAbsentFieldIsNoWish() {
      assertThat(AcceptEncoding.choose(null, "gzip")).isEqualTo(CodingChoice.PLAIN_ONLY);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "gzip, deflate, br | br | ENCODED",
          "gzip, deflate     | br | PLAIN_ONLY",
          "x-br              | br | PLAIN_ONLY",
          "gzip, zstd;q=0.1  | zstd | ENCODED",
          "x-gzip            | zstd | PLAIN_ONLY",
        })
    void otherCodingsHaveNamesOfTheirOwn(String value, String coding, CodingChoice expected) {
      assertThat(AcceptEncoding.choose(value, coding)).isEqualTo(expected);
    }
  }

  @Property
  void whateverAClientSaysIsAChoice(
      @ForAll
          @Chars({'g', 'z', 'i', 'p', '*', ';', 'q', '=', ',', ' ', '.', '"'})
          @CharRange(from = '0', to = '2')
          String value) {
    assertThat(AcceptEncoding.choose(value, "gzip")).isNotNull();
    assertThat(AcceptEncoding.choose(value + ",gzip;q=0", "gzip").takesEncoded()).isFalse();
  }
}
