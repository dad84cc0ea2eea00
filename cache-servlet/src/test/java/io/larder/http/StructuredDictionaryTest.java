package io.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8941, 3.2 and 4.2. */
class StructuredDictionaryTest {

  @Test
  void allTypesAreRead() {
    assertThat(
            StructuredDictionary.parse(
                List.of(
                    "  a=1, b=-2.5 ,\tc=\"x, \\\"y\", d=tok:en/*, e=:YQ==:, f=?0, g",
                    "h=(1 \"2\";p=3 );q, *i-_.9;r;s=?1=",
                    "j=()")))
        .isEmpty();
    assertThat(
            StructuredDictionary.parse(
                List.of(
                    "  a=1, b=-2.5 ,\tc=\"x, \\\"y\", d=tok:en/*, e=:YQ==:, f=?0, g",
                    "h=(1 \"2\";p=3 );q, *i-_.9;r; s=?1",
                    "j=()")))
        .hasValue(
            Map.of(
                "a", "1",
                "b", "-2.5",
                "c", "\"x, \\\"y\"",
                "d", "tok:en/*",
                "e", ":YQ==:",
                "f", "?0",
                "g", "?1",
                "h", "(1 \"2\";p=3 )",
                "*i-_.9", "?1",
                "j", "()"));
  }

  @Test
  void ofEqualKeysTheLastOneCounts() {
    assertThat(StructuredDictionary.parse(List.of("a=1, b, a=2")))
        .hasValue(Map.of("a", "2", "b", "?1"));
  }

  @Test
  void nothingIsValid() {
    assertThat(StructuredDictionary.parse(List.of("  "))).hasValue(Map.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",",
        "a,",
        "a,,b",
        "A",
        "1",
        "-a",
        "a=",
        "a =1",
        "a= 1",
        "a=\"",
        "a=\"\\x\"",
        "a=\"\\",
        "a=\"\u00e9\"",
        "a=:x",
        "a=:!:",
        "a=?",
        "a=?2",
        "a=-",
        "a=1.",
        "a=.1",
        "a=1.2345",
        "a=1234567890123456",
        "a=1234567890123.1",
        "a=(1",
        "a=(1,2)",
        "a=(1\"2\")",
        "a=1 b",
        "a;",
        "a;=",
        "a;B",
        "a=1;b=",
        "a=@",
        "a=\u0000",
        "a=(",
        "a=("
      })
  void oneErrorAndNothingCounts(String line) {
    assertThat(StructuredDictionary.parse(List.of(line))).isEmpty();
    assertThat(StructuredDictionary.parse(List.of("x=1", line))).isEmpty();
  }
}
