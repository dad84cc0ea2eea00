package io.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses with a status from 400 on, in front of an application. */
class ErrorLifetimesTest {
  private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
  private static final StoreOptions.Builder RULE =
      StoreOptions.builder()
          .ttl(Duration.ofHours(1))
          .statuses(Set.of(200, 404, 410))
          .anyStatus(true)
          .staleWhileRevalidate(Duration.ofHours(1))
          .staleIfError(Duration.ofHours(1))
          .keep(Duration.ofHours(1));

  private static Optional<Lifetime> lifetime(StoreOptions options, int status, String... fields) {
    return FreshnessRules.lifetime(
        new ResponseHead(status, HttpFields.of(fields)), options, Duration.ZERO, NOW);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410})
  void haveATtlOfTheirOwnAndNothingBeyondIt(int status) {
    StoreOptions options = RULE.errorTtl(Duration.ofSeconds(5)).build();
    Lifetime lifetime = lifetime(options, status, "ETag", "\"a\"").orElseThrow();
    assertThat(lifetime.freshFor()).hasSeconds(5);
    assertThat(lifetime.staleWhileRevalidate()).isZero();
    assertThat(lifetime.staleIfError()).isZero();
    assertThat(lifetime.keep()).isZero();

    Lifetime page = lifetime(options, 200, "ETag", "\"a\"").orElseThrow();
    assertThat(page.freshFor()).hasHours(1);
    assertThat(page.staleIfError()).hasHours(1);
    assertThat(page.keep()).hasHours(1);
  }

  @Test
  void areNotStoredByThatOfPages() {
    StoreOptions options = RULE.errorTtl(null).build();
    assertThat(lifetime(options, 404)).isEmpty();
    assertThat(lifetime(options, 404, "ETag", "\"a\"")).isEmpty();
    assertThat(lifetime(options, 503, "Last-Modified", "Mon, 15 Jun 2015 12:00:00 GMT")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 451, 500, 503, 599})
  void goByWhatTheySayThemselves(int status) {
    for (Duration own : new Duration[] {null, Duration.ofSeconds(5)}) {
      StoreOptions options = RULE.errorTtl(own).build();
      Lifetime lifetime = lifetime(options, status, "Cache-Control", "max-age=60").orElseThrow();
      assertThat(lifetime.freshFor()).hasSeconds(60);
      assertThat(lifetime.byRule()).isFalse();
    }
  }

  @Test
  void areOverriddenByTheirOwnTtlToo() {
    StoreOptions options = RULE.errorTtl(Duration.ofSeconds(5)).override(true).build();
    assertThat(lifetime(options, 404, "Cache-Control", "max-age=60").orElseThrow().freshFor())
        .hasSeconds(5);
  }
}
