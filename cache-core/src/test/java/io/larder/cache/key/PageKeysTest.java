package io.larder.cache.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageKeysTest {

  private static final String ORIGIN = "http://localhost:5000";
  private static final PageKeys KEYS = PageKeys.effectiveUri();

  @Nested
  class TheEffectiveUri {

    @Test
    void isTheKeyOfAGet() {
      assertKey("/universities?country=Germany", "/universities?country=Germany");
    }

    @Test
    void isTheSameOutsideAnyRequest() {
      URI uri = URI.create("http://LOCALHOST:5000/universities?name=b&country=Germany");
      assertThat(KEYS.key(uri))
          .isEqualTo(KEYS.key(FakeRequest.get("/universities?country=Germany&name=b")));
    }

    @ParameterizedTest
    @CsvSource({
      "HTTP,  LocalHost,     80,    http://localhost/",
      "http,  localhost,     -1,    http://localhost/",
      "http,  localhost,     443,   http://localhost:443/",
      "https, localhost,     443,   https://localhost/",
      "https, localhost,     80,    https://localhost:80/",
      "http,  127.0.0.1,     5000,  http://127.0.0.1:5000/",
      "http,  [2001:DB8::1], 5000,  http://[2001:db8::1]:5000/",
      "http,  ::1,           80,    http://[::1]/",
      "http,  my_service,    8080,  http://my_service:8080/",
      "http,  example.com.,  65535, http://example.com.:65535/"
    })
    void hasOneSpellingOfTheOrigin(String scheme, String host, int port, String key) {
      assertThat(KEYS.key(FakeRequest.get("/").origin(scheme, host, port)).orNull()).isEqualTo(key);
    }

    @Test
    void tellsSchemesHostsAndPortsApart() {
      FakeRequest request = FakeRequest.get("/");
      assertThat(
              Stream.of(
                      request.origin("http", "a", 80),
                      request.origin("https", "a", 443),
                      request.origin("http", "b", 80),
                      request.origin("http", "a", 8080))
                  .map(KEYS::key))
          .doesNotHaveDuplicates()
          .allMatch(KeyResult.Key.class::isInstance);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "a b",
          "a/b",
          "a?b",
          "a#tenant=b",
          "ô",
          "a%41",
          "user@a",
          "[",
          "]",
          "[]",
          "[a]",
          "[::1",
          "::1]",
          "[::1%25eth0]",
          "a\n",
          "a\\b",
          "a,b"
        })
    void hasNoMalformedHost(String host) {
      assertThat(KEYS.key(FakeRequest.get("/").origin("http", host, 80)))
          .isEqualTo(NoKey.AUTHORITY);
    }

    @ParameterizedTest
    @ValueSource(ints = {-2, 0, 65536, Integer.MAX_VALUE})
    void hasNoImpossiblePort(int port) {
      assertThat(KEYS.key(FakeRequest.get("/").origin("http", "a", port)))
          .isEqualTo(NoKey.AUTHORITY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ftp", "ws", "quotes", "http:"})
    void hasNoOtherScheme(String scheme) {
      assertThat(KEYS.key(FakeRequest.get("/").origin(scheme, "a", 80))).isEqualTo(NoKey.SCHEME);
    }

    @Test
    void withAnyHostIsPathAndQuery() {
      PageKeys anyHost = PageKeys.builder().anyHost().build();
      FakeRequest request = FakeRequest.get("/universities?country=Germany");
      assertThat(anyHost.key(request).orNull()).isEqualTo("/universities?country=Germany");
      assertThat(anyHost.key(request.origin("https", "other", 443)))
          .isEqualTo(anyHost.key(request));
      assertThat(anyHost.key(request.origin("", "", -1))).isEqualTo(anyHost.key(request));
      assertThat(anyHost.key(URI.create("/universities?country=Germany")))
          .isEqualTo(anyHost.key(request));
    }
  }

  @Nested
  class TheMethod {

    @Test
    void isNotWrittenForGetAndHead() {
      assertThat(KEYS.key(FakeRequest.get("/a").method("HEAD")))
          .isEqualTo(KEYS.key(FakeRequest.get("/a")));
    }

    @Test
    void standsInFrontOtherwise() {
      FakeRequest post = FakeRequest.get("/a").method("POST");
      assertThat(KEYS.key(post).orNull()).isEqualTo("POST:http://localhost:5000/a");
      assertThat(PageKeys.builder().anyHost().build().key(post).orNull()).isEqualTo("POST:/a");
      assertThat(PageKeys.builder().key(request -> "x").build().key(post).orNull())
          .isEqualTo("POST:~x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"quotes", "get", "Get", "", "PROPFIND", "GET ", "POST:http"})
    void thatIsUnknownHasNoKey(String method) {
      assertThat(KEYS.key(FakeRequest.get("/a").method(method))).isEqualTo(NoKey.METHOD);
    }
  }

  @Nested
  class ALongKey {

    private final String longest = "/" + "a".repeat(200 - ORIGIN.length() - 1);

    @Test
    void isWholeUpToTheLimit() {
      assertKey(longest, longest);
    }

    @Test
    void endsInTheDigestOfTheWhole() {
      String key = KEYS.key(FakeRequest.get(longest + "b")).orElseThrow();
      assertThat(key)
          .hasSize(200)
          .startsWith(ORIGIN + "/aaaa")
          .matches(".{128}#sha256=[0-9a-f]{64}")
          .isNotEqualTo(KEYS.key(FakeRequest.get(longest + "c")).orElseThrow());
    }

    @Test
    void isNeverTheWholeKeyOfAnotherRequest() {
      String key = KEYS.key(FakeRequest.get(longest + "b")).orElseThrow();
      assertThat(KEYS.key(URI.create(key)).orElseThrow()).isNotEqualTo(key);
      assertNoKey(key.substring(ORIGIN.length()), NoKey.RAW_CHARACTER);
    }

    @Test
    void hasTheLengthThatIsSet() {
      String target = "/" + "a".repeat(2000);
      for (int limit : new int[] {100, 800}) {
        PageKeys keys = PageKeys.builder().maxLength(limit).build();
        assertThat(keys.key(FakeRequest.get(target)).orElseThrow()).hasSize(limit);
      }
      assertThatIllegalArgumentException()
          .isThrownBy(() -> PageKeys.builder().maxLength(99))
          .withMessage("maxLength 99 is out of range: set 100 to 800 characters");
    }
  }

  @Test
  void aMissingKeySaysWhyToThoseWhoNeedOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KEYS.key(URI.create("http://a/../b")).orElseThrow())
        .withMessage("no key: the path has a segment '.' or '..': write the path it leads to");
  }

  @Test
  void reasonsAreTokensForCacheStatus() {
    assertThat(NoKey.values())
        .extracting(NoKey::token)
        .doesNotHaveDuplicates()
        .allMatch(token -> token.matches("[a-z][a-z-]*"));
  }

  private static void assertKey(String target, String key) {
    assertThat(KEYS.key(FakeRequest.get(target)).orNull()).isEqualTo(ORIGIN + key);
  }

  private static void assertNoKey(String target, NoKey reason) {
    assertThat(KEYS.key(FakeRequest.get(target))).isEqualTo(reason);
  }
}
