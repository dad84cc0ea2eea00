package io.larder.cache.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StoreUriTest {

  @Test
  void aWholeUriIsTakenApart() {
    StoreUri uri = StoreUri.parse("redis://app:s3cret@cache.local:6380/2?namespace=shop&ttl=30s");

    assertThat(uri.scheme()).isEqualTo("redis");
    assertThat(uri.user()).contains("app");
    assertThat(uri.password()).contains("s3cret");
    assertThat(uri.host()).contains("cache.local");
    assertThat(uri.port()).hasValue(6380);
    assertThat(uri.path()).isEqualTo("/2");
    assertThat(uri.options()).containsExactly(entry("namespace", "shop"), entry("ttl", "30s"));
    assertThat(uri.option("ttl")).contains("30s");
    assertThat(uri.option("maxBytes")).isEmpty();
  }

  @Test
  void whatIsNotThereIsEmpty() {
    StoreUri uri = StoreUri.parse("memory:");

    assertThat(uri.user()).isEmpty();
    assertThat(uri.password()).isEmpty();
    assertThat(uri.host()).isEmpty();
    assertThat(uri.port()).isEmpty();
    assertThat(uri.path()).isEmpty();
    assertThat(uri.options()).isEmpty();
  }

  @Test
  void theSchemeIsInLowerCase() {
    assertThat(StoreUri.parse("ReDiS://h").scheme()).isEqualTo("redis");
    assertThat(StoreUri.parse("Tiered+Redis://h").scheme()).isEqualTo("tiered+redis");
  }

  @Test
  void userPasswordPathAndOptionsArePercentDecoded() {
    StoreUri uri = StoreUri.parse("redis://a%40b:p%2Fq%3Fr%23s%25@h/x%20y?name=a%26b%3Dc+d%C3%A9");

    assertThat(uri.user()).contains("a@b");
    assertThat(uri.password()).contains("p/q?r#s%");
    assertThat(uri.path()).isEqualTo("/x y");
    assertThat(uri.option("name")).contains("a&b=c+dé");
  }

  @ParameterizedTest
  @CsvSource({
    "redis://u:p@ss@h:1, u, p@ss",
    "redis://u:p:w:d@h:1, u, p:w:d",
    "redis://u:@:@@h:1, u, @:@",
    "redis://:p@h:1, , p",
    "redis://:p:@h:1, , p:",
    "redis://u:@h:1, u, ''",
    "redis://:@h:1, , ",
    "redis://h:1, , ",
  })
  void aPasswordMayContainAtAndColon(String text, String user, String password) {
    StoreUri uri = StoreUri.parse(text);

    assertThat(uri.user().orElse(null)).isEqualTo(user);
    assertThat(uri.password().orElse(null)).isEqualTo(password);
    assertThat(uri.host()).contains("h");
    assertThat(uri.port()).hasValue(1);
  }

  @ParameterizedTest
  @CsvSource({
    "redis://[::1]:6379/0, ::1, 6379",
    "redis://u:p@[2001:db8::7]/0, 2001:db8::7, 0",
    "redis://[fe80::1%eth0]:1, fe80::1%eth0, 1",
    "redis://127.0.0.1:65535, 127.0.0.1, 65535",
    "redis://redis_cache:1, redis_cache, 1",
    "'redis+sentinel://h1,h2/mymaster', 'h1,h2', 0",
    "'redis+sentinel://u:p@h1:26379,[::1]:26380,h3/m', 'h1:26379,[::1]:26380,h3', 0",
  })
  void aHostIsANameAnAddressOrSeveral(String text, String host, int port) {
    StoreUri uri = StoreUri.parse(text);

    assertThat(uri.host()).contains(host);
    assertThat(uri.port().orElse(0)).isEqualTo(port);
  }

  @ParameterizedTest
  @CsvSource({
    "memory:, memory:",
    "MEMORY:?maxBytes=64MB, memory:?maxBytes=64MB",
    "redis://h, redis://h",
    "redis://app:s3cret@h:6379/0?ttl=5s, redis://app:***@h:6379/0?ttl=5s",
    "redis://:s3cret@h, redis://:***@h",
    "redis://:s3@cr:et@h, redis://:***@h",
    "redis://u:@h, redis://u:***@h",
    "redis://u:p@[::1]:1/0, redis://u:***@[::1]:1/0",
    "'redis+sentinel://u:p@h1,h2/m', 'redis+sentinel://u:***@h1,h2/m'",
    "redis://h?sentinelPassword=s3cret&x=1, redis://h?sentinelPassword=***&x=1",
    "redis:///0, redis:///0",
  })
  void theTextShowsAllButSecrets(String text, String shown) {
    assertThat(StoreUri.parse(text)).hasToString(shown);
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of("", "is empty"),
        Arguments.of("memory", "has no colon after its scheme: write one such as memory:"),
        Arguments.of("redis", "redis://localhost:6379/0"),
        Arguments.of("//h:1", "no scheme"),
        Arguments.of(":memory", "no scheme"),
        Arguments.of("localhost:6379", "neither '//' nor '?'"),
        Arguments.of("memory:64MB", "neither '//' nor '?'"),
        Arguments.of("redis:/h", "neither '//' nor '?'"),
        Arguments.of("127.0.0.1:6379", "no scheme"),
        Arguments.of("redis://h /0", "white space"),
        Arguments.of(" memory:", "white space"),
        Arguments.of("redis://h\n", "white space"),
        Arguments.of("redis://h#1", "'#'"),
        Arguments.of("redis://h:0", "port"),
        Arguments.of("redis://h:65536", "port"),
        Arguments.of("redis://h:", "port"),
        Arguments.of("redis://h:-1", "port"),
        Arguments.of("redis://h:٣", "port"),
        Arguments.of("redis://h:6379x", "port"),
        Arguments.of("redis://:6379", "host"),
        Arguments.of("redis://u:p@", "no host after its '@'"),
        Arguments.of("redis://u:p@/0", "no host after its '@'"),
        Arguments.of("redis://word@h", "one word before its '@'"),
        Arguments.of("redis://[::1", "host"),
        Arguments.of("redis://::1:6379", "IPv6 address in brackets"),
        Arguments.of("redis://h1,,h2", "host"),
        Arguments.of("redis://h1,h2:x", "port"),
        Arguments.of("redis://h<1>", "host"),
        Arguments.of("redis://u:p/q@h:1", "%2F"),
        Arguments.of("redis://u:1/q@h:1", "%2F"),
        Arguments.of("redis://h?a=b@c", "%40"),
        Arguments.of("redis://u:%zz@h", "'%' without two hexadecimal digits in its password"),
        Arguments.of("redis://u:p%4@h", "'%' without two hexadecimal digits in its password"),
        Arguments.of("redis://u:%ff@h", "in its password that are no UTF-8"),
        Arguments.of("redis://u%0a:p@h", "control character in its user"),
        Arguments.of("redis://h/%0d", "control character in its path"),
        Arguments.of("memory:?", "proper name"),
        Arguments.of("memory:?&", "proper name"),
        Arguments.of("memory:?=1", "proper name"),
        Arguments.of("memory:?a=1&", "proper name"),
        Arguments.of("memory:?maxBytes", "'maxBytes' without a value"),
        Arguments.of("memory:?maxBytes=", "'maxBytes' without a value"),
        Arguments.of("memory:?ttl=1s&maxBytes=1&ttl=1s", "'ttl' twice"),
        Arguments.of("memory:?a=%0a", "control character in its option 'a'"),
        Arguments.of("memory:?a=%", "in its option 'a'"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void whatIsNoUriIsRefusedWithASentenceThatSaysWhatIsWrong(String text, String what) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StoreUri.parse(text))
        .withMessageStartingWith("the store's URI ")
        .withMessageContaining(what);
  }

  @Test
  void aPasswordFromElsewhereIsTaken() {
    StoreUri uri = StoreUri.parse("redis://u:@h:1/0?a=b").withPassword("p/@%?");

    assertThat(uri.password()).contains("p/@%?");
    assertThat(uri).hasToString("redis://u:***@h:1/0?a=b");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StoreUri.parse("memory:").withPassword("s3cret"))
        .withMessageContaining("memory:")
        .withMessageNotContaining("s3cret");
  }

  @Test
  void urisAreEqualIfAllTheirPartsAre() {
    assertThat(StoreUri.parse("redis://u:p@h:1/0?a=b"))
        .isEqualTo(StoreUri.parse("REDIS://u:%70@h:1/0?a=b"))
        .hasSameHashCodeAs(StoreUri.parse("REDIS://u:%70@h:1/0?a=b"))
        .isNotEqualTo(StoreUri.parse("redis://u:q@h:1/0?a=b"))
        .isNotEqualTo(StoreUri.parse("redis://u:p@h:2/0?a=b"))
        .isNotEqualTo(StoreUri.parse("redis://u:p@h:1/1?a=b"))
        .isNotEqualTo(StoreUri.parse("redis://u:p@h:1/0?a=c"));
  }
}
