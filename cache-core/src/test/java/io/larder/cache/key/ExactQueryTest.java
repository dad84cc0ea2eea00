package io.larder.cache.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactQueryTest {

  private final PageKeys keys = PageKeys.builder().exactQuery().build();

  private KeyResult key(String uri) {
    return keys.key(RequestDescription.of(URI.create(uri), Map.of()));
  }

  @Test
  void queriesThatAreSpelledDifferentlyHaveDifferentKeys() {
    List<String> queries =
        List.of(
            "",
            "?",
            "?a",
            "?a=",
            "?a=1&b=2",
            "?b=2&a=1",
            "?a=+",
            "?a=%20",
            "?a&&b",
            "?a&b",
            "?&a&b",
            "?a%3D1",
            "?a=1");
    Set<String> seen = new HashSet<>();
    for (String query : queries) {
      assertThat(seen.add(key("http://host/p" + query).orElseThrow())).as(query).isTrue();
    }
  }

  @Test
  void escapesHaveOneSpelling() {
    assertThat(key("http://host/p?a%3d1")).isEqualTo(key("http://host/p?a%3D1"));
    assertThat(key("http://host/p?%61")).isEqualTo(key("http://host/p?a"));
  }

  @Test
  void theKeyIsTheUri() {
    assertThat(key("http://host/p?b=2&a=%7E").orElseThrow()).isEqualTo("http://host/p?b=2&a=~");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=%", "a=%4", "a=%zz", "a={b}", "a=\u00e4", "a=#", "a= b", "a=\u0007"})
  void whatIsNoQueryHasNoKey(String query) {
    StringBuilder out = new StringBuilder();
    assertThat(ExactQuery.append(out, query)).isNotNull();
  }

  @Test
  void itIsNoWayToChooseParametersToo() {
    assertThatThrownBy(() -> PageKeys.builder().exactQuery().params("a").build())
        .hasMessage("params and exactQuery exclude each other: set only one");
  }
}
