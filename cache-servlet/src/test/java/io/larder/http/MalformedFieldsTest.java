package io.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110, 5.1 and 5.5: what is no field is stored for nobody. */
class MalformedFieldsTest {

  private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
  private static final StoreOptions RULE = StoreOptions.builder().ttl(Duration.ofHours(1)).build();

  private static Storability judge(String name, String value, StoreOptions options) {
    HttpFields fields = HttpFields.of("Content-Type", "text/plain", name, value);
    return StoreRules.judge(
        RequestHead.anonymous("GET", HttpFields.empty()),
        new ResponseHead(200, fields),
        options,
        NOW);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\r\nSet-Cookie: b=c",
        "a\nb",
        "a\rb",
        "a\r\n folded",
        "a\0b",
        "a\u0001b",
        "a\u000bb",
        "a\u001fb",
        "a\u007fb",
        "a\u010ab",
        "a\u010db",
        "a\u2028b",
        "\r",
        "\n"
      })
  void aValueThatIsNoneIsRefused(String value) {
    StoreOptions proxy = StoreOptions.PROXY.toBuilder().ttl(Duration.ofHours(1)).build();
    for (StoreOptions options : List.of(RULE, proxy)) {
      assertThat(judge("X-Said", value, options))
          .isEqualTo(new Storability.Refuse(Refusal.MALFORMED_FIELD));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"X Said", "X-Said:", "", "X\r\n", "X-S\u00e4id", "X-Said\0", "\tX"})
  void aNameThatIsNoneIsRefused(String name) {
    assertThat(judge(name, "a", RULE)).isEqualTo(new Storability.Refuse(Refusal.MALFORMED_FIELD));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a", "a\tb", " a ", "caf\u00e9", "\u00ff", "a;b=\"c, d\"", "~!@#$%^&*()"})
  void whatIsOneIsStored(String value) {
    assertThat(judge("X-Said", value, RULE)).isInstanceOf(Storability.Store.class);
    assertThat(judge("x-!#$%&'*+.^_`|~", value, RULE)).isInstanceOf(Storability.Store.class);
  }
}
