package io.larder.cache.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths that read in more than one way. */
class PlainPathTest {

  private static final PageKeys PLAIN = PageKeys.builder().plainPaths().build();

  private static KeyResult key(PageKeys keys, String rawPath) {
    return keys.key(FakeRequest.get(rawPath));
  }

  @ParameterizedTest
  @CsvSource({
    "/account;x.css, PATH_PARAMETER",
    "/account/;/x.css, PATH_PARAMETER",
    "/;/account, PATH_PARAMETER",
    "/account;, PATH_PARAMETER",
    "/account%3Bx.css, ENCODED_DELIMITER",
    "/account%3bx.css, ENCODED_DELIMITER",
    "/account%2Fx.css, ENCODED_DELIMITER",
    "/account%2fx.css, ENCODED_DELIMITER",
    "/static%5C..%5Caccount, ENCODED_DELIMITER",
    "/account%3Fx.css, ENCODED_DELIMITER",
    "/account%23x.css, ENCODED_DELIMITER",
    "/account%00x.css, ENCODED_DELIMITER",
    "/account%0Ax.css, ENCODED_DELIMITER",
    "/account%0d%0ax.css, ENCODED_DELIMITER",
    "/account%1Fx, ENCODED_DELIMITER",
    "/account%7Fx, ENCODED_DELIMITER",
    "/account%252Fx.css, DOUBLE_ENCODING",
    "/static/%252e%252e/account, DOUBLE_ENCODING",
    "/a%2561, DOUBLE_ENCODING",
    "/%C0%AE%C0%AE/account, OVERLONG_ESCAPE",
    "/a%c1%9cb, OVERLONG_ESCAPE",
    "/%E0%80%AE/a, OVERLONG_ESCAPE",
    "/%F0%80%80%AE/a, OVERLONG_ESCAPE",
    "//account, EMPTY_SEGMENT",
    "/static//account, EMPTY_SEGMENT",
    "/account//, EMPTY_SEGMENT",
    "/static/../account, DOT_SEGMENT",
    "/static/%2e%2e/account, DOT_SEGMENT",
    "/static/.%2E/account, DOT_SEGMENT",
    "/account/., DOT_SEGMENT",
  })
  void haveNoKey(String rawPath, NoKey reason) {
    assertThat(key(PLAIN, rawPath)).isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/account",
        "/account/x.css",
        "/account.",
        "/account%20",
        "/...",
        "/a..b",
        "/caf%C3%A9",
        "/caf%E9",
        "/%E0%A4%A8",
        "/%F0%9F%8D%BA",
        "/50%25",
        "/50%25/off",
        "/a%2Bb",
        "/a:b@c",
        "/%7Euser",
        "/a%2Ecss"
      })
  void areToldFromThoseThatReadInOne(String rawPath) {
    KeyResult key = key(PLAIN, rawPath);
    assertThat(key).isInstanceOf(KeyResult.Key.class);
    assertThat(key).isEqualTo(key(PageKeys.effectiveUri(), rawPath));
  }

  @Test
  void haveKeysWhereTheOriginReadsThem() {
    for (String rawPath : new String[] {"/a;x", "/a%2Fb", "/a//b", "/a%252Fb", "/a%C0%AE"}) {
      assertThat(key(PageKeys.effectiveUri(), rawPath)).isInstanceOf(KeyResult.Key.class);
    }
  }

  @Test
  void haveNoKeyByAFunctionEither() {
    PageKeys keys = PageKeys.builder().plainPaths().key(request -> "all").build();
    assertThat(key(keys, "/account;x")).isEqualTo(NoKey.PATH_PARAMETER);
    assertThat(key(keys, "/account")).isInstanceOf(KeyResult.Key.class);
  }

  @Test
  void areNamedToWhoeverAsksForTheirKey() {
    assertThat(PLAIN.key(URI.create("http://localhost/a;x"))).isEqualTo(NoKey.PATH_PARAMETER);
  }
}
