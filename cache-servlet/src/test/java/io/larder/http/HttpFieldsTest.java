package io.larder.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HttpFieldsTest {
  private static final HttpFields FIELDS =
      HttpFields.of("Vary", "a", "ETag", "\"x\"", "vary", "b", "VARY", "a");

  @Test
  void orderDuplicatesAndSpellingAreKept() {
    assertThat(FIELDS.size()).isEqualTo(4);
    assertThat(FIELDS.name(2)).isEqualTo("vary");
    assertThat(FIELDS.value(2)).isEqualTo("b");
    assertThat(FIELDS.all("Vary")).containsExactly("a", "b", "a");
  }

  @Test
  void namesAreFoundInAnyCase() {
    assertThat(FIELDS.first("etag")).isEqualTo("\"x\"");
    assertThat(FIELDS.contains("vArY")).isTrue();
    assertThat(FIELDS.first("vArY")).isEqualTo("a");
  }

  @Test
  void whatIsNotThereIsNull() {
    assertThat(FIELDS.first("Age")).isNull();
    assertThat(FIELDS.contains("Var")).isFalse();
    assertThat(FIELDS.all("Age")).isEmpty();
    assertThat(HttpFields.empty().size()).isZero();
  }

  @Test
  void equalityIgnoresTheCaseOfNamesButNotOfValuesNorTheOrder() {
    assertThat(HttpFields.of("A", "x", "B", "y"))
        .isEqualTo(HttpFields.of("a", "x", "b", "y"))
        .hasSameHashCodeAs(HttpFields.of("a", "x", "b", "y"))
        .isNotEqualTo(HttpFields.of("A", "X", "B", "y"))
        .isNotEqualTo(HttpFields.of("B", "y", "A", "x"))
        .isNotEqualTo(HttpFields.of("A", "x"));
  }

  @Test
  void aBuilderChangesNothingThatWasBuilt() {
    HttpFields.Builder builder = HttpFields.builder().add("A", "1");
    HttpFields before = builder.build();
    builder.add("a", "2").set("A", "3");
    assertThat(before).isEqualTo(HttpFields.of("A", "1"));
    assertThat(builder.build()).isEqualTo(HttpFields.of("A", "3"));
    assertThat(before.toBuilder().add("B", "2").build())
        .isEqualTo(HttpFields.of("A", "1", "B", "2"));
  }

  @Test
  void anArrayHandedInCanBeChangedAfterwards() {
    String[] lines = {"A", "1"};
    HttpFields fields = HttpFields.of(lines);
    lines[1] = "2";
    assertThat(fields.first("A")).isEqualTo("1");
  }

  @Test
  void retainKeepsOrder() {
    assertThat(FIELDS.retain(name -> name.equalsIgnoreCase("Vary")).all("Vary"))
        .containsExactly("a", "b", "a");
    assertThat(FIELDS.retain(name -> true)).isSameAs(FIELDS);
  }

  @Test
  void misuseIsRefusedByName() {
    assertThatThrownBy(() -> HttpFields.of("A", "1", "B"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("B");
    assertThatThrownBy(() -> FIELDS.value(4)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> HttpFields.of("A", null)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void valuesAreNotInToString() {
    assertThat(HttpFields.of("Authorization", "secret", "A", "b").toString())
        .isEqualTo("HttpFields[Authorization, A]");
  }
}
