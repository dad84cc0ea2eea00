package io.larder.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.LimitException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutTest {

  private final Layout layout = new Layout("shop");

  @Test
  void aPageLiesUnderItsUriAsItIs() {
    assertThat(name("", "http://localhost:5000/universities?country=C%C3%B4te%20d%27Ivoire"))
        .isEqualTo("shop:http://localhost:5000/universities?country=C%C3%B4te%20d%27Ivoire");
  }

  @Test
  void aViewsKeyBeginsWithTheView() {
    assertThat(name("quotes:", "ACME")).isEqualTo("shop:quotes:ACME");
    assertThat(name("quotes:", "Größe")).isEqualTo("shop:quotes:Größe");
  }

  @Test
  void theClockLiesInASlotOfTheNamespace() {
    assertThat(new String(layout.meta(), UTF_8)).isEqualTo("{shop}:meta");
  }

  @ParameterizedTest
  @CsvSource({
    "{a},%7Ba%7D",
    "a b,a%20b",
    "a%20b,a%2520b",
    "'a\u0000b',a%00b",
    "'a\u0085b',a%C2%85b"
  })
  void whatCouldChooseASlotOrHideIsEncoded(String key, String encoded) {
    assertThat(name("v:", key)).isEqualTo("shop:v:" + encoded);
  }

  @Test
  void halfASurrogatePairIsNoQuestionMark() {
    assertThat(name("v:", "\uD83D")).isEqualTo("shop:v:%ED%A0%BD");
    assertThat(name("v:", "\uD83D\uDE00")).isEqualTo("shop:v:\uD83D\uDE00");
  }

  @Test
  void theLengthCountsNamespaceAndView() {
    String longest = "x".repeat(1024 - "shop:v:".length());
    assertThat(layout.entry("v:", longest)).hasSize(1024);
    assertThatThrownBy(() -> layout.entry("v:", longest + "x"))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("1025");
  }

  @Property
  void twoKeysNeverShareAName(@ForAll("keys") String one, @ForAll("keys") String other) {
    assertThat(name("v:", one).equals(name("v:", other))).isEqualTo(one.equals(other));
  }

  @Property
  void noKeyHoldsAHashTag(@ForAll("keys") String key) {
    assertThat(name("", key)).doesNotContain("{", "}", " ");
  }

  @Provide
  Arbitrary<String> keys() {
    return Arbitraries.of("%", "7", "B", "{", "}", " ", "a", "\uD83D", "\uDE00", "?", "\u0001", "é")
        .list()
        .ofMinSize(1)
        .ofMaxSize(6)
        .map(parts -> String.join("", parts));
  }

  private String name(String view, String key) {
    return new String(layout.entry(view, key), UTF_8);
  }
}
