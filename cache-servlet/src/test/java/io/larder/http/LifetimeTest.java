package io.larder.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LifetimeTest {
  private static final Lifetime LIFETIME = lifetime(10, 5, 20);

  @ParameterizedTest
  @CsvSource({
    "0, FRESH, 10",
    "9999, FRESH, 0",
    "10000, STALE_WHILE_REVALIDATE, 0",
    "10001, STALE_WHILE_REVALIDATE, -1",
    "14999, STALE_WHILE_REVALIDATE, -5",
    "15000, STALE_IF_ERROR, -5",
    "29999, STALE_IF_ERROR, -20",
    "30000, EXPIRED, -20",
    "-1, FRESH, 10"
  })
  void freshnessEndsToTheNanosecond(long millis, Freshness freshness, long ttl) {
    assertThat(LIFETIME.at(millis * 1_000_000)).isEqualTo(freshness);
    assertThat(LIFETIME.ttlSeconds(millis * 1_000_000)).isEqualTo(ttl);
  }

  @Test
  void withoutStaleSettingsItExpiresAtOnce() {
    Lifetime fresh = Lifetime.ofFresh(Duration.ofMillis(1500));
    assertThat(fresh.at(1_499_999_999)).isEqualTo(Freshness.FRESH);
    assertThat(fresh.at(1_500_000_000)).isEqualTo(Freshness.EXPIRED);
    assertThat(fresh.usableFor()).isEqualTo(Duration.ofMillis(1500));
  }

  @Test
  void aStoreKeepsItAsLongAsEitherStaleSettingAllows() {
    assertThat(LIFETIME.usableFor()).hasSeconds(30);
    assertThat(lifetime(10, 20, 5).usableFor()).hasSeconds(30);
    assertThat(lifetime(10, 20, 5).at(Duration.ofSeconds(20).toNanos()))
        .isEqualTo(Freshness.STALE_WHILE_REVALIDATE);
  }

  @Test
  void keepIsTheLastOfTheReasonsToKeepIt() {
    Lifetime kept =
        new Lifetime(
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            Duration.ofSeconds(40),
            Duration.ZERO);
    assertThat(kept.usableFor()).hasSeconds(50);
    assertThat(kept.at(Duration.ofSeconds(29).toNanos())).isEqualTo(Freshness.STALE_IF_ERROR);
    assertThat(kept.at(Duration.ofSeconds(30).toNanos())).isEqualTo(Freshness.KEPT);
    assertThat(kept.at(Duration.ofSeconds(50).toNanos() - 1)).isEqualTo(Freshness.KEPT);
    assertThat(kept.at(Duration.ofSeconds(50).toNanos())).isEqualTo(Freshness.EXPIRED);
    Lifetime never = Lifetime.ofFresh(Duration.ZERO);
    assertThat(never.at(0)).isEqualTo(Freshness.EXPIRED);
  }

  @Test
  void theLongestLifetimeDoesNotOverflow() {
    Lifetime longest = lifetime(1L << 31, 1L << 31, 1L << 31);
    assertThat(longest.at(Long.MAX_VALUE)).isEqualTo(Freshness.EXPIRED);
    assertThat(longest.at(0)).isEqualTo(Freshness.FRESH);
    assertThat(longest.usableFor()).hasSeconds(1L << 32);
  }

  @Test
  void whatIsNoLifetimeIsRefusedByName() {
    assertThatThrownBy(() -> lifetime(-1, 0, 0)).hasMessageContaining("freshFor");
    assertThatThrownBy(() -> lifetime(1, -1, 0)).hasMessageContaining("staleWhileRevalidate");
    assertThatThrownBy(() -> lifetime(1, 0, (1L << 31) + 1)).hasMessageContaining("staleIfError");
    assertThatThrownBy(
            () ->
                new Lifetime(
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ofSeconds(-1),
                    Duration.ZERO))
        .hasMessageContaining("keep");
    assertThatThrownBy(() -> Lifetime.ofFresh(null)).hasMessageContaining("freshFor");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "0, 999999999, 0",
    "0, 1000000000, 1",
    "1500, 500000000, 2",
    "1500, 499999999, 1",
    "7000, -5000000000, 7",
    "2147483648000, 9000000000000000000, 2147483648"
  })
  void ageIsInWholeSeconds(long initialMillis, long residentNanos, long seconds) {
    assertThat(Age.seconds(Duration.ofMillis(initialMillis), residentNanos)).isEqualTo(seconds);
  }

  private static Lifetime lifetime(long fresh, long whileRevalidate, long ifError) {
    return new Lifetime(
        Duration.ofSeconds(fresh),
        Duration.ofSeconds(whileRevalidate),
        Duration.ofSeconds(ifError),
        Duration.ZERO,
        Duration.ZERO);
  }
}
