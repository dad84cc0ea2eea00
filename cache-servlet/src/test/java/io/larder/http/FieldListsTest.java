package io.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FieldListsTest {

  static Stream<Arguments> lists() {
    return Stream.of(
        Arguments.of("", List.of()),
        Arguments.of(" , ,\t,", List.of()),
        Arguments.of("a", List.of("a")),
        Arguments.of(" a\t,b ,, c", List.of("a", "b", "c")),
        Arguments.of("a=\"x, y\", b", List.of("a=\"x, y\"", "b")),
        Arguments.of("a=\"x\\\", y\", b", List.of("a=\"x\\\", y\"", "b")),
        Arguments.of("\"a\", W/\"b,c\"", List.of("\"a\"", "W/\"b,c\"")),
        Arguments.of("a=\"x, no-store", List.of("a=\"x", "no-store")),
        Arguments.of("a=\"x\\\", b", List.of("a=\"x\\\"", "b")),
        Arguments.of("a b , c", List.of("a b", "c")));
  }

  @ParameterizedTest
  @MethodSource("lists")
  void oneLineIsSplit(String line, List<String> members) {
    assertThat(FieldLists.members(line)).isEqualTo(members);
  }

  @Test
  void severalLinesAreOneList() {
    HttpFields fields = HttpFields.of("Vary", "a, b", "X", "y", "vary", "c");
    assertThat(FieldLists.members(fields, "VARY")).containsExactly("a", "b", "c");
    assertThat(FieldLists.members(fields, "Age")).isEmpty();
  }

  @Test
  void anOpenQuoteDoesNotReachIntoTheNextLine() {
    HttpFields fields = HttpFields.of("X", "a=\"b", "X", "c\", d");
    assertThat(FieldLists.members(fields, "X")).containsExactly("a=\"b", "c\"", "d");
  }

  @Test
  void aLineOfOpenQuotesTakesLinearTime() {
    String line = "\"" + "\\\"".repeat(500_000);
    assertThat(FieldLists.members(line)).containsExactly(line);
  }
}
