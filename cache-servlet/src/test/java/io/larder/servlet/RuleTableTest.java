package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleTableTest {

  private static List<CacheRule> rules(String... lines) {
    return Stream.of(lines).map(CacheRule::parse).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "/api/items, /api/items",
    "/api/items/, /api/items/*",
    "/api/items/7, /api/items/*",
    "/api/items/7.json, /api/items/*",
    "/api/itemsets, /api/*",
    "/api, /api/*",
    "/api/, /api/*",
    "/apis, /*",
    "/a.json, *.json",
    "/a.min.json, *.min.json",
    "/a.JSON, /*",
    "/, /*",
    "/Api/items, /*",
  })
  void theLongestMatchWins(String path, String winner) {
    RuleTable table =
        RuleTable.of(
            rules("/*", "*.json", "*.min.json", "/api/*", "/api/items", "/api/items/*"), List.of());

    assertThat(table.match(path)).extracting(CacheRule::pattern).isEqualTo(winner);
  }

  @Test
  void whatNoPatternMatchesHasNoRule() {
    RuleTable table = RuleTable.of(rules("/a", "/b/*", "*.json"), List.of());

    assertThat(table.match("/c")).isNull();
    assertThat(table.match("/a/")).isNull();
    assertThat(table.match("")).isNull();
    assertThat(table.match("json")).isNull();
  }

  @Test
  void twoRulesForOnePatternAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RuleTable.of(rules("/a ttl=1s", "/a params=x"), List.of()))
        .withMessageContaining("two rules have the pattern /a")
        .withMessageContaining("[ttl]")
        .withMessageContaining("[params]");
  }

  @Test
  void whatTheUpperSourceSaysOfAPatternBeatsTheLower() {
    RuleTable table = RuleTable.of(rules("/a ttl=1s"), rules("/a ttl=2s params=x", "/b"));

    Attributes merged = table.match("/a").attributes();
    assertThat(merged.get(Vocabulary.TTL)).isEqualTo(Duration.ofSeconds(1));
    assertThat(merged.get(Vocabulary.PARAMS)).containsExactly("x");
    assertThat(table.match("/b")).isNotNull();
  }

  @Test
  void oneWayToMakeAKeyReplacesAnother() {
    RuleTable table = RuleTable.of(rules("/a ignoreParams=y"), rules("/a params=x"));

    Attributes merged = table.match("/a").attributes();
    assertThat(merged.has(Vocabulary.PARAMS)).isFalse();
    assertThat(merged.get(Vocabulary.IGNORE_PARAMS)).containsExactly("y");
  }
}
