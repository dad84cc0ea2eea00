package io.larder.cache.key;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The one spelling of path and query, and what has none (RFC 3986 6.2.2). */
class CanonicalUriTest {

  private static final String ORIGIN = "http://localhost:5000";
  private static final PageKeys KEYS = PageKeys.effectiveUri();

  @Nested
  class ThePath {

    @ParameterizedTest
    @CsvSource({
      "/%61%7e%2D,    /a~-",
      "/%c3%b4,       /%C3%B4",
      "/a%2fb,        /a%2Fb",
      "/a%3bb,        /a%3Bb",
      "/a%5cb,        /a%5Cb",
      "/%2525%25,     /%2525%25",
      "/%00%0a,       /%00%0A",
      "/a;x=1,        /a;x=1",
      "/a//b/,        /a//b/",
      "/a+b,          /a+b",
      "'/a b{c}',     /a%20b%7Bc%7D",
      "'/a\"<>|^`[]', /a%22%3C%3E%7C%5E%60%5B%5D",
      "/A/a,          /A/a",
      "'',            /"
    })
    void hasOneSpelling(String path, String key) {
      assertKey(path, key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/...", "/.a", "/a.", "/..a/b", "/a;..", "/a/..b;x", "/%2e%2e%2e"})
    void mayHaveDotsInANameOfASegment(String path) {
      assertThat(KEYS.key(FakeRequest.get(path))).isInstanceOf(KeyResult.Key.class);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "/.",
          "/..",
          "/./",
          "/a/../b",
          "/a/%2e%2E/b",
          "/a/.%2e",
          "/..;x/b",
          "/a/.;/b",
          "/a/..%2fb",
          "/a%2f..",
          "/a%5C..%5cb",
          "/a;x/../b",
          "/a;x%2F..%2Fb"
        })
    void withADotSegmentHasNoKey(String path) {
      assertNoKey(path, NoKey.DOT_SEGMENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%", "/%2", "/%zz", "/a%4", "/%u0041", "/%-1", "/%+1", "/a%2%41"})
    void withAMalformedEscapeHasNoKey(String path) {
      assertNoKey(path, NoKey.MALFORMED_ESCAPE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ô", "/\u0000", "/\n", "/\u007f", "/a\\b", "/a#b", "/\uD83D\uDE00"})
    void withARawCharacterThatNoUriHasHasNoKey(String path) {
      assertNoKey(path, NoKey.RAW_CHARACTER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "a", "localhost:80", "http://localhost/"})
    void thatIsNoneHasNoKey(String path) {
      assertNoKey(path, NoKey.PATH);
    }
  }

  @Nested
  class TheQuery {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "/u?country=C%C3%B4te%20d%27Ivoire",
          "/u?country=C%C3%B4te+d%27Ivoire",
          "/u?country=C%c3%b4te+d'Ivoire",
          "/u?country=%43%C3%B4te%20d'Ivoire",
          "/u?%63ountry=C%C3%B4te+d'Ivoire",
          "/u?&country=C%C3%B4te+d'Ivoire&&"
        })
    void hasOneEntryForCoteDIvoireInAllItsSpellings(String target) {
      assertKey(target, "/u?country=C%C3%B4te%20d%27Ivoire");
    }

    @Test
    void doesNotDependOnTheOrderOfParameters() {
      assertKey("/u?name=Y&country=X", "/u?country=X&name=Y");
      assertKey("/u?country=X&name=Y", "/u?country=X&name=Y");
      assertKey("/u?c=3&b=2&a=1&%61=0", "/u?a=1&a=0&b=2&c=3");
      assertKey("/u?a.b=1&a=2", "/u?a=2&a.b=1");
    }

    @Test
    void dependsOnTheOrderOfOneParametersValues() {
      assertKey("/u?b=0&a=2&a=1", "/u?a=2&a=1&b=0");
      assertKey("/u?b=0&a=1&a=2", "/u?a=1&a=2&b=0");
    }

    @ParameterizedTest
    @CsvSource({
      "/u?,            /u",
      "/u?&&,          /u",
      "/u?a,           /u?a",
      "/u?a=,          /u?a=",
      "/u?=a,          /u?=a",
      "/u?A=b,         /u?A=b",
      "/u?a=B,         /u?a=B",
      "/u?a=b=c,       /u?a=b%3Dc",
      "/u?a%3Db=c,     /u?a%3Db=c",
      "/u?a=b%26c=d,   /u?a=b%26c%3Dd",
      "/u?a=%2B+,      /u?a=%2B%20",
      "/u?a=;%3b,      /u?a=%3B%3B",
      "/u?a=%ff,       /u?a=%FF",
      "'/u?a={\"}\\|', /u?a=%7B%22%7D%5C%7C",
      "/u?a=/:@?,      /u?a=/:@?"
    })
    void hasOneSpelling(String target, String key) {
      assertKey(target, key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/u?%", "/u?a=%2", "/u?a=%zz&b", "/u?a=%u0041", "/u?a&b=%4"})
    void withAMalformedEscapeHasNoKey(String target) {
      assertNoKey(target, NoKey.MALFORMED_ESCAPE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/u?ô", "/u?a=\u0001", "/u?a#b", "/u?a=\u007f"})
    void withARawCharacterThatNoUriHasHasNoKey(String target) {
      assertNoKey(target, NoKey.RAW_CHARACTER);
    }
  }

  private static void assertKey(String target, String key) {
    assertThat(KEYS.key(FakeRequest.get(target)).orNull()).isEqualTo(ORIGIN + key);
  }

  private static void assertNoKey(String target, NoKey reason) {
    assertThat(KEYS.key(FakeRequest.get(target))).isEqualTo(reason);
  }
}
