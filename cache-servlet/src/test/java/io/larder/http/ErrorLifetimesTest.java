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
  void goByWhatTheySayThemselvesButForNoLongerThanTheirOwnTtl(int status) {
    for (String said : new String[] {"max-age=60", "s-maxage=60", "max-age=60, public"}) {
      assertThat(fresh(RULE.errorTtl(null), status, said)).hasSeconds(60);
      assertThat(fresh(RULE.errorTtl(Duration.ofMinutes(5)), status, said)).hasSeconds(60);
      assertThat(fresh(RULE.errorTtl(Duration.ofSeconds(5)), status, said)).hasSeconds(5);
    }
  }

  private static Duration fresh(StoreOptions.Builder rule, int status, String cacheControl) {
    Lifetime lifetime = lifetime(rule.build(), status, "Cache-Control", cacheControl).orElseThrow();
    assertThat(lifetime.byRule()).isFalse();
    return lifetime.freshFor();
  }

  @Test
  void areNotFreshForLongerByExpiresEither() {
    StoreOptions options = RULE.errorTtl(Duration.ofSeconds(5)).build();
    String[] expires = {
      "Date", "Mon, 15 Jun 2026 12:00:00 GMT", "Expires", "Mon, 15 Jun 2026 13:00:00 GMT"
    };
    assertThat(lifetime(options, 404, expires).orElseThrow().freshFor()).hasSeconds(5);
    assertThat(lifetime(options, 200, expires).orElseThrow().freshFor()).hasHours(1);
  }

  @Test
  void areNotServedStaleWhateverTheySay() {
    StoreOptions options = RULE.errorTtl(Duration.ofSeconds(5)).build();
    String said = "max-age=60, stale-while-revalidate=600, stale-if-error=600";
    Lifetime error = lifetime(options, 404, "Cache-Control", said, "ETag", "\"a\"").orElseThrow();
    assertThat(error.staleWhileRevalidate()).isZero();
    assertThat(error.staleIfError()).isZero();
    assertThat(error.keep()).isZero();
    Lifetime page = lifetime(options, 200, "Cache-Control", said, "ETag", "\"a\"").orElseThrow();
    assertThat(page.staleWhileRevalidate()).hasMinutes(10);
    assertThat(page.keep()).hasHours(1);
  }

  @Test
  void goByWhatTheHandlerSaysToThisCache() {
    StoreOptions options = RULE.errorTtl(Duration.ofSeconds(5)).build();
    String own = "max-age=60, stale-if-error=600";
    Lifetime lifetime = lifetime(options, 404, "Larder-Cache-Control", own).orElseThrow();
    assertThat(lifetime.freshFor()).hasSeconds(60);
    assertThat(lifetime.staleIfError()).hasMinutes(10);
  }

  @Test
  void ofAnOriginAreFreshForAsLongAsItSays() {
    StoreOptions proxy =
        StoreOptions.PROXY.toBuilder()
            .statuses(Set.of(200, 404))
            .errorTtl(Duration.ofSeconds(5))
            .build();
    assertThat(fresh(proxy.toBuilder(), 404, "max-age=60")).hasSeconds(60);
    assertThat(lifetime(proxy, 404).orElseThrow().freshFor()).hasSeconds(5);
  }

  @Test
  void areOverriddenByTheirOwnTtlToo() {
    StoreOptions options = RULE.errorTtl(Duration.ofSeconds(5)).override(true).build();
    assertThat(lifetime(options, 404, "Cache-Control", "max-age=60").orElseThrow().freshFor())
        .hasSeconds(5);
  }
}
