package io.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose a lifetime is: only the rule's may be left to chance. */
class RuleLifetimesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration TTL = Duration.ofSeconds(77);

  private static boolean isByRule(StoreOptions options, int status, List<String> lines) {
    HttpFields.Builder fields = HttpFields.builder();
    lines.forEach(line -> fields.add(line.split(": ", 2)[0], line.split(": ", 2)[1]));
    return FreshnessRules.lifetime(
            new ResponseHead(status, fields.build()), options, Duration.ZERO, NOW)
        .filter(Lifetime::byRule)
        .isPresent();
  }

  private static StoreOptions.Builder rule() {
    return StoreOptions.builder().ttl(TTL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          X: nothing                             | true
          Cache-Control: public                  | true
          Cache-Control: stale-if-error=5        | true
          Cache-Control: must-revalidate         | true
          Last-Modified: Thu, 01 Jan 2015 00:00:00 GMT | true
          Cache-Control: max-age=60              | false
          Cache-Control: max-age=x               | false
          Cache-Control: s-maxage=60             | false
          Expires: Fri, 02 Jan 2026 00:00:00 GMT | false
          Expires: 0                             | false
          Cache-Control: no-cache                | false
          Larder-Cache-Control: max-age=60       | false
          """)
  void itIsTheRulesUnlessTheResponseStatesOne(String line, boolean byRule) {
    assertThat(isByRule(rule().build(), 200, List.of(line))).isEqualTo(byRule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Cache-Control: max-age=60        | true
          Expires: 0                       | true
          Cache-Control: no-cache          | false
          Larder-Cache-Control: max-age=60 | false
          """)
  void itIsTheRulesIfTheRuleOverrides(String line, boolean byRule) {
    assertThat(isByRule(rule().override(true).build(), 200, List.of(line))).isEqualTo(byRule);
  }

  @ParameterizedTest
  @CsvSource({"200, false, true", "404, false, false", "404, true, false"})
  void itIsNotTheRulesForOtherStatuses(int status, boolean any, boolean byRule) {
    StoreOptions options = rule().anyStatus(any).heuristic(any).build();
    assertThat(isByRule(options, status, List.of("X: y"))).isEqualTo(byRule);
  }

  @Property
  void whatIsTheRulesHasTheRulesTtlAndWhatIsStatedIsNotTheRules(
      @ForAll("lines") List<String> lines, @ForAll boolean proxy, @ForAll boolean override) {
    StoreOptions.Builder options = proxy ? StoreOptions.PROXY.toBuilder() : StoreOptions.builder();
    HttpFields.Builder fields = HttpFields.builder();
    lines.forEach(line -> fields.add(line.split(": ", 2)[0], line.split(": ", 2)[1]));
    ResponseHead head = new ResponseHead(200, fields.build());
    // Without the rule's ttl nothing can be the rule's: what is fresh then has stated it.
    boolean stated =
        FreshnessRules.isExplicit(
            head, ResponseDirectives.of(head.fields(), options.ttl(null).build()));
    Lifetime lifetime =
        FreshnessRules.lifetime(
                head, options.ttl(TTL).override(override).build(), Duration.ZERO, NOW)
            .orElseThrow();

    assertThat(lifetime.byRule()).isEqualTo(lifetime.freshFor().equals(TTL));
    if (stated && !override) {
      assertThat(lifetime.byRule()).isFalse();
    }
  }

  @Provide
  Arbitrary<List<String>> lines() {
    return Arbitraries.of(
            "Cache-Control: max-age=60",
            "Cache-Control: max-age=60, s-maxage=30",
            "Cache-Control: s-maxage=\"9\"",
            "Cache-Control: max-age=-1",
            "Cache-Control: public",
            "Cache-Control: must-revalidate",
            "Cache-Control: no-cache",
            "Cache-Control: no-cache=\"x\"",
            "Expires: Fri, 02 Jan 2026 00:00:00 GMT",
            "Expires: 0",
            "Date: Thu, 01 Jan 2026 00:00:00 GMT",
            "Age: 5",
            "ETag: \"a\"",
            "Last-Modified: Thu, 01 Jan 2015 00:00:00 GMT",
            "Larder-Cache-Control: max-age=60",
            "Larder-Cache-Control: public",
            "CDN-Cache-Control: max-age=60",
            "CDN-Cache-Control: ?")
        .list()
        .ofMaxSize(5);
  }
}
