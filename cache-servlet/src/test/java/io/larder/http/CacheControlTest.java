package io.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111, 5.2. */
class CacheControlTest {

  @Nested
  class Directives {
    static Stream<Arguments> flags() {
      return Stream.of(
          flag("no-store", CacheControl::noStore),
          flag("no-cache", CacheControl::noCache),
          flag("private", CacheControl::isPrivate),
          flag("public", CacheControl::isPublic),
          flag("must-revalidate", CacheControl::mustRevalidate),
          flag("proxy-revalidate", CacheControl::proxyRevalidate),
          flag("must-understand", CacheControl::mustUnderstand),
          flag("no-transform", CacheControl::noTransform),
          flag("only-if-cached", CacheControl::onlyIfCached));
    }

    private static Arguments flag(String name, Predicate<CacheControl> accessor) {
      return Arguments.of(name, accessor);
    }

    @ParameterizedTest
    @MethodSource("flags")
    void eachIsFoundAloneAndAmongOthers(String name, Predicate<CacheControl> accessor) {
      assertThat(accessor.test(parse(name))).isTrue();
      assertThat(accessor.test(parse("x=1, " + name.toUpperCase() + " ,y"))).isTrue();
      assertThat(accessor.test(parse(name + "=\"x\""))).isTrue();
      assertThat(accessor.test(parse("x", name))).isTrue();
      assertThat(accessor.test(parse("x-" + name + ", " + name + "x"))).isFalse();
      assertThat(accessor.test(parse("x=" + name))).isFalse();
      assertThat(accessor.test(parse("max-age=5"))).isFalse();
    }

    @Test
    void durationsAreRead() {
      CacheControl control =
          parse(
              "max-age=1, s-maxage=2, stale-while-revalidate=3, stale-if-error=4,"
                  + " min-fresh=5, max-stale=6");
      assertThat(control.maxAge()).hasValue(Duration.ofSeconds(1));
      assertThat(control.sharedMaxAge()).hasValue(Duration.ofSeconds(2));
      assertThat(control.staleWhileRevalidate()).hasValue(Duration.ofSeconds(3));
      assertThat(control.staleIfError()).hasValue(Duration.ofSeconds(4));
      assertThat(control.minFresh()).hasValue(Duration.ofSeconds(5));
      assertThat(control.maxStale()).hasValue(Duration.ofSeconds(6));
    }

    @Test
    void whatIsNotThereIsEmpty() {
      for (CacheControl control : new CacheControl[] {parse(), parse("foo, bar=7")}) {
        assertThat(control.maxAge()).isEmpty();
        assertThat(control.sharedMaxAge()).isEmpty();
        assertThat(control.noStore()).isFalse();
      }
    }

    @Test
    void maxStaleWithoutArgumentIsAnyStaleness() {
      assertThat(parse("max-stale").maxStale()).hasValue(Duration.ofSeconds(1L << 31));
    }

    @Test
    void fieldNamesAreRead() {
      CacheControl control = parse("private=\"Set-Cookie, X-User\", no-cache=etag");
      assertThat(control.privateFields()).containsExactly("Set-Cookie", "X-User");
      assertThat(control.noCacheFields()).containsExactly("etag");
    }

    @ParameterizedTest
    @ValueSource(strings = {"private, private=\"a\"", "private=\"a\", private", "private=\" , \""})
    void onceWithoutFieldNamesMeansTheWholeResponse(String line) {
      assertThat(parse(line).isPrivate()).isTrue();
      assertThat(parse(line).privateFields()).isEmpty();
    }
  }

  @Nested
  class Rfc9111Section4_2_1 {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "max-age=60 | 60",
          "MAX-AGE=60 | 60",
          "max-age=\"60\" | 60",
          "max-age=060 | 60",
          "max-age=\"6\\0\" | 60",
          "public;max-age=60;x | 60",
          "x=\"max-age=5\", max-age=60 | 60",
          "max-age=0 | 0",
          "max-age=2147483648 | 2147483648",
          "max-age=2147483649 | 2147483648",
          "max-age=99999999999999999999999999999 | 2147483648",
          "max-age=-1 | 0",
          "max-age=+1 | 0",
          "max-age=1.5 | 0",
          "max-age=1e3 | 0",
          "max-age=60s | 0",
          "max-age=0x10 | 0",
          "max-age=\u0661 | 0",
          "max-age= | 0",
          "max-age | 0",
          "max-age = 60 | 0",
          "max-age=\"\" | 0",
          "max-age=\" 60\" | 0",
          "max-age=\"60 | 0",
          "x=\"y, max-age=60 | 0",
          "max-age=60, x=\"y | 0",
          "max-age=60, max-age=30 | 30",
          "max-age=30, max-age=60 | 30",
          "max-age=60, max-age=x | 0",
          "max-age=60, max-age | 0"
        })
    void maxAge(String line, long seconds) {
      assertThat(parse(line).maxAge()).hasValue(Duration.ofSeconds(seconds));
    }

    @Test
    void duplicatesOverLinesAreStricter() {
      assertThat(parse("s-maxage=9", "S-MaxAge=7").sharedMaxAge()).hasValue(Duration.ofSeconds(7));
      assertThat(parse("min-fresh=9", "min-fresh=7").minFresh()).hasValue(Duration.ofSeconds(9));
      assertThat(parse("min-fresh=x").minFresh()).hasValue(Duration.ofSeconds(1L << 31));
    }
  }

  @Nested
  class Malformed {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "max-age=60; no-store",
          "public no-store",
          "no-store;",
          "no-store\u00a0",
          "=no-store",
          "x=\"y, no-store",
          "x=\"no-store",
          "x\"y, no-store",
          "\"no-store\"",
          "x=\"\\\", no-store",
          "max-age=\"60, no-store",
          "max-age=60, , ,no-store,",
          "\tno-store\t",
          "no-store/x",
          "no-store=",
          "x=, no-store",
          "x= no-store",
          "{no-store}"
        })
    void neighboursHideNoRestriction(String line) {
      assertThat(parse(line).noStore()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "x=\"no-store\"",
          "x=no-store",
          "no_store",
          "nostore",
          "no-store-at-all",
          "x=\"a\\\"no-store\""
        })
    void whatIsAnArgumentOrAnotherNameIsNoRestriction(String line) {
      assertThat(parse(line).noStore()).isFalse();
    }

    @Test
    void aLetterOfAnotherAlphabetIsNotFolded() {
      assertThat(parse("no-\u017ftore").noStore()).isFalse();
    }

    @Test
    void aLineOfOpenQuotesTakesLinearTime() {
      assertThat(parse("x=\"\\\"".repeat(300_000)).noStore()).isFalse();
    }
  }

  private static CacheControl parse(String... lines) {
    HttpFields.Builder fields = HttpFields.builder();
    for (String line : lines) {
      fields.add("cache-control", line);
    }
    return CacheControl.of(fields.build());
  }
}
