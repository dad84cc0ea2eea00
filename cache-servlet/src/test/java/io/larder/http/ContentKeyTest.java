package io.larder.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 10008, 2.7. */
class ContentKeyTest {

  private static String of(String content, String... fields) {
    byte[] bytes = content.getBytes(UTF_8);
    return ContentKey.of(HttpFields.of(fields)::all, bytes, bytes.length);
  }

  @Test
  void isTheSameForTheSame() {
    assertThat(of("{}", "Content-Type", "a/b", "X", "1"))
        .isEqualTo(of("{}", "content-type", "a/b", "X", "2"))
        .matches("[0-9a-f]{64}");
  }

  @Test
  void isAnotherOneForAnythingElse() {
    Set<String> all =
        Stream.of(
                of(""),
                of("a"),
                of("", "Content-Type", ""),
                of("", "Content-Type", "a"),
                of("a", "Content-Type", "a"),
                of("", "Content-Encoding", "a"),
                of("", "Content-Language", "a"),
                of("", "Content-Location", "a"),
                of("", "Content-Type", "a", "Content-Type", ""),
                of("", "Content-Type", "", "Content-Type", "a"),
                of("a", "Content-Type", ""),
                of("\0\0\0\0"))
            .collect(Collectors.toSet());
    assertThat(all).hasSize(12);
  }

  @Test
  void readsOfTheBytesNoMoreThanIsContent() {
    byte[] bytes = "abc".getBytes(UTF_8);
    assertThat(ContentKey.of(name -> java.util.List.of(), bytes, 1)).isEqualTo(of("a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"QUERY", "POST"})
  void standsInTheKeyOfSomeMethods(String method) {
    assertThat(CachedMethods.isKeyedByContent(method)).isTrue();
    assertThat(CachedMethods.isKeyedByContent("GET")).isFalse();
  }
}
