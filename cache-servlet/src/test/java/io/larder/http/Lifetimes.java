package io.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is asked about how long one response is fresh. */
abstract class Lifetimes {
  static final Instant NOW = Instant.parse("2026-06-15T12:00:00.900Z");
  static final String DATE = "Mon, 15 Jun 2026 12:00:00 GMT";
  static final StoreOptions NO_RULE = StoreOptions.DEFAULT;
  static final StoreOptions TTL_10 = StoreOptions.builder().ttl(Duration.ofSeconds(10)).build();
  static final StoreOptions OVERRIDE_10 =
      StoreOptions.builder().ttl(Duration.ofSeconds(10)).override(true).build();

  static Optional<Lifetime> lifetime(StoreOptions options, String... fields) {
    return FreshnessRules.lifetime(
        new ResponseHead(200, HttpFields.of(fields)), options, Duration.ZERO, NOW);
  }

  static void assertFresh(long seconds, StoreOptions options, String... fields) {
    assertThat(lifetime(options, fields).orElseThrow().freshFor())
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  static void assertStale(
      long whileRevalidate, long ifError, StoreOptions options, String... fields) {
    Lifetime lifetime = lifetime(options, fields).orElseThrow();
    assertThat(lifetime.staleWhileRevalidate()).isEqualTo(Duration.ofSeconds(whileRevalidate));
    assertThat(lifetime.staleIfError()).isEqualTo(Duration.ofSeconds(ifError));
  }
}
