package io.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReuseRulesTest {
  /** How old the stored response is in each test: 30 s. */
  private static final long AGE = Duration.ofSeconds(30).toNanos();

  @Nested
  class Rfc9111Section4_2 {

    @Test
    void whatIsFreshIsServedToTheNanosecond() {
      assertThat(judge(1)).isEqualTo(Reuse.FRESH);
      assertThat(judge(0)).isEqualTo(Reuse.STALE);
      assertThat(judge(-1)).isEqualTo(Reuse.STALE);
    }
  }

  /** Each with a response that is 30 s old, fresh for so many seconds, or stale for them. */
  @Nested
  class Rfc9111Section5_2_1 {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          // 5.2.1.1
          "max-age=30 | 60 | FRESH",
          "max-age=29 | 60 | MAX_AGE",
          "max-age=0 | 60 | MAX_AGE",
          "max-age=x | 60 | MAX_AGE",
          "max-age | 60 | MAX_AGE",
          "max-age=99, max-age=9 | 60 | MAX_AGE",
          "MAX-AGE=\"99\" | 60 | FRESH",
          "max-age=99 | -5 | MAX_AGE",
          "max-age=99, max-stale=5 | -5 | MAX_STALE",
          "max-age=9, max-stale=5 | -5 | MAX_AGE",
          // 5.2.1.2
          "max-stale | -99999 | MAX_STALE",
          "max-stale=5 | -5 | MAX_STALE",
          "max-stale=5 | -6 | TOO_STALE",
          "max-stale=5 | 60 | FRESH",
          "max-stale=x | -1 | TOO_STALE",
          "max-stale=99999999999 | -99999 | MAX_STALE",
          // 5.2.1.3
          "min-fresh=60 | 60 | FRESH",
          "min-fresh=61 | 60 | MIN_FRESH",
          "min-fresh=x | 60 | MIN_FRESH",
          "min-fresh=0 | -1 | MIN_FRESH",
          "min-fresh=5, max-stale | -1 | MIN_FRESH",
          // 5.2.1.4
          "no-cache | 60 | NO_CACHE",
          "no-cache | -1 | NO_CACHE",
          "no-cache, max-stale | -1 | NO_CACHE",
          "x, No-Cache=\"a\" | 60 | NO_CACHE",
          // 5.2.1.5
          "no-store | 60 | NO_STORE",
          "no-store, no-cache | 60 | NO_STORE",
          "no-store, only-if-cached | 60 | FRESH",
          // 5.2.1.6, 5.2.1.7 and 5.2.3
          "no-transform | 60 | FRESH",
          "only-if-cached | 60 | FRESH",
          "only-if-cached | -1 | STALE",
          "x=\"no-cache\", y | 60 | FRESH",
          "private, s-maxage=0, stale-while-revalidate=0 | 60 | FRESH"
        })
    void whatTheClientWants(String directives, long seconds, Reuse reuse) {
      HttpFields request = HttpFields.of("cache-control", directives);
      long left = Duration.ofSeconds(seconds).toNanos();
      assertThat(ReuseRules.judge(request, RequestOptions.PROXY, left, AGE, () -> false))
          .isEqualTo(reuse);
      assertThat(ReuseRules.judge(request, RequestOptions.DEFAULT, left, AGE, () -> false))
          .as("where a client's directives do not count")
          .isEqualTo(seconds > 0 ? Reuse.FRESH : Reuse.STALE);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"must-revalidate", "proxy-revalidate", "s-maxage=60", "no-cache", "no-cache=a"})
    void maxStaleNeverBeatsWhatTheResponseForbids(String directive) {
      HttpFields stored = HttpFields.of("Cache-Control", "max-age=60, " + directive);
      assertThat(stale(stored, "max-stale")).isEqualTo(Reuse.TOO_STALE);
      assertThat(stale(HttpFields.of("Cache-Control", "max-age=60"), "max-stale"))
          .isEqualTo(Reuse.MAX_STALE);
    }

    @Test
    void theStoredResponseIsAskedOnlyWhereItMatters() {
      for (String directives : new String[] {"max-stale", "max-age=99", "no-cache", "x"}) {
        ReuseRules.judge(
            HttpFields.of("Cache-Control", directives),
            RequestOptions.PROXY,
            1,
            AGE,
            () -> {
              throw new AssertionError("it is fresh");
            });
      }
    }

    @Test
    void onlyIfCachedCountsWhereClientsDo() {
      HttpFields request = HttpFields.of("Cache-Control", "x, only-if-cached");
      assertThat(ReuseRules.onlyIfCached(request, RequestOptions.PROXY)).isTrue();
      assertThat(ReuseRules.onlyIfCached(request, RequestOptions.DEFAULT)).isFalse();
      assertThat(
              ReuseRules.onlyIfCached(
                  HttpFields.of("Pragma", "only-if-cached"), RequestOptions.PROXY))
          .isFalse();
    }

    private static Reuse stale(HttpFields stored, String directives) {
      return ReuseRules.judge(
          HttpFields.of("Cache-Control", directives),
          RequestOptions.PROXY,
          -1,
          AGE,
          () -> StoredDirectives.of(stored, StoreOptions.PROXY).neverStale());
    }
  }

  @Nested
  class Rfc9111Section5_4 {

    @Test
    void pragmaCountsOnlyWithoutCacheControl() {
      assertThat(judge(9, "Pragma", "no-cache")).isEqualTo(Reuse.NO_CACHE);
      assertThat(judge(9, "Pragma", "x, No-Cache")).isEqualTo(Reuse.NO_CACHE);
      assertThat(judge(9, "Pragma", "x")).isEqualTo(Reuse.FRESH);
      assertThat(judge(9, "Pragma", "no-store, max-age=0")).isEqualTo(Reuse.FRESH);
      assertThat(judge(9, "Pragma", "no-cache", "Cache-Control", "")).isEqualTo(Reuse.FRESH);
    }
  }

  @Nested
  class WhatIsStored {

    @Test
    void saysAgainWhatItForbids() {
      assertThat(stored("Cache-Control", "max-age=9"))
          .isEqualTo(new StoredDirectives(false, false));
      assertThat(stored("Cache-Control", "must-revalidate"))
          .isEqualTo(new StoredDirectives(true, false));
      assertThat(stored("Cache-Control", "no-cache")).isEqualTo(new StoredDirectives(true, true));
      assertThat(stored("Cache-Control", "no-cache=a"))
          .isEqualTo(new StoredDirectives(true, false));
      assertThat(stored("CDN-Cache-Control", "max-age=9", "Cache-Control", "no-cache"))
          .isEqualTo(new StoredDirectives(false, false));
    }

    private static StoredDirectives stored(String... fields) {
      return StoredDirectives.of(HttpFields.of(fields), StoreOptions.PROXY);
    }
  }

  @ParameterizedTest
  @EnumSource(Reuse.class)
  void onlyFreshAndMaxStaleAreServedUnasked(Reuse reuse) {
    assertThat(reuse.action() == Reuse.Action.SERVE)
        .isEqualTo(reuse == Reuse.FRESH || reuse == Reuse.MAX_STALE);
    assertThat(reuse.action() == Reuse.Action.FORWARD).isEqualTo(reuse == Reuse.NO_STORE);
  }

  private static Reuse judge(long freshNanosLeft, String... fields) {
    return ReuseRules.judge(
        HttpFields.of(fields), RequestOptions.PROXY, freshNanosLeft, AGE, () -> false);
  }
}
