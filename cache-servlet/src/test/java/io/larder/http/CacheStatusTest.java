package io.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.http.CacheStatus.Forward;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9211. */
class CacheStatusTest {

  @ParameterizedTest
  @CsvSource({"0", "12", "3600", "3601", "2147483648", "-1", "-3600"})
  void aHitSaysItsTtl(long ttl) {
    assertThat(CacheStatus.hit(ttl).value()).isEqualTo("larder; hit; ttl=" + ttl);
    assertThat(CacheStatus.hit(ttl)).isEqualTo(CacheStatus.hit().ttl(ttl));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 30, 3600})
  void aHitWithASmallTtlIsRenderedOnce(long ttl) {
    assertThat(CacheStatus.hit(ttl)).isSameAs(CacheStatus.hit(ttl));
    assertThat(CacheStatus.hit(ttl).appendTo(null)).isSameAs(CacheStatus.hit(ttl).value());
  }

  @ParameterizedTest
  @CsvSource({
    "BYPASS, bypass",
    "METHOD, method",
    "URI_MISS, uri-miss",
    "VARY_MISS, vary-miss",
    "MISS, miss",
    "REQUEST, request",
    "STALE, stale",
    "PARTIAL, partial"
  })
  void aForwardSaysWhy(Forward forward, String token) {
    assertThat(CacheStatus.forward(forward)).hasToString("larder; fwd=" + token);
  }

  @Test
  void parametersAreAdded() {
    assertThat(CacheStatus.forward(Forward.URI_MISS).stored().value())
        .isEqualTo("larder; fwd=uri-miss; stored");
    assertThat(CacheStatus.forward(Forward.URI_MISS).collapsed().value())
        .isEqualTo("larder; fwd=uri-miss; collapsed");
    assertThat(CacheStatus.forward(Forward.STALE).forwardStatus(503).ttl(-7).value())
        .isEqualTo("larder; fwd=stale; fwd-status=503; ttl=-7");
    assertThat(CacheStatus.forward(Forward.BYPASS).detail("set-cookie").value())
        .isEqualTo("larder; fwd=bypass; detail=set-cookie");
  }

  @Test
  void addingChangesNothingThatWasThere() {
    CacheStatus before = CacheStatus.forward(Forward.MISS);
    before.stored();
    assertThat(before.value()).isEqualTo("larder; fwd=miss");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "http://h/a?b=c | \"http://h/a?b=c\"",
        "a\"b\\c | \"a\\\"b\\\\c\"",
        "a\u00e9b | \"a%C3%A9b\"",
        "`a\r\nSet-Cookie: x` | \"a%0D%0ASet-Cookie: x\"",
        "`a\u007f\u0000` | \"a%7F%00\"",
        "`` | \"\""
      })
  void aKeyIsAStructuredString(String key, String rendered) {
    assertThat(CacheStatus.hit().key(key).value()).isEqualTo("larder; hit; key=" + rendered);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "no-store | no-store",
        "rule:/a/* | rule:/a/*",
        "*x | *x",
        "9x | \"9x\"",
        "/universities | \"/universities\"",
        "a b | \"a b\"",
        "`` | \"\"",
        "`x\r\ny` | \"x%0D%0Ay\""
      })
  void aDetailIsATokenWhereItCanBe(String detail, String rendered) {
    assertThat(CacheStatus.hit().detail(detail).value())
        .isEqualTo("larder; hit; detail=" + rendered);
  }

  @Test
  void itIsAppendedToWhatCachesNearerToTheOriginSaid() {
    CacheStatus hit = CacheStatus.hit();
    assertThat(hit.appendTo("Origin; hit; ttl=9")).isEqualTo("Origin; hit; ttl=9, larder; hit");
    assertThat(hit.appendTo(null)).isEqualTo("larder; hit");
    assertThat(hit.appendTo(" ")).isEqualTo("larder; hit");
  }
}
