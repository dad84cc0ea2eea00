package io.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.http.Storability.Refuse;
import io.larder.http.Storability.Store;
import java.time.Duration;
import java.time.Instant;

/** What a proxy is asked about one response, and what it says. */
abstract class ProxyVerdicts {
  static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
  static final String DATE = "Mon, 15 Jun 2026 12:00:00 GMT";
  static final String DAY_BEFORE = "Sun, 14 Jun 2026 12:00:00 GMT";
  static final RequestHead GET = RequestHead.anonymous("GET", HttpFields.empty());
  static final StoreOptions PROXY = StoreOptions.PROXY;
  static final StoreOptions NO_KEEP = PROXY.toBuilder().keep(null).build();
  static final Duration TEN_MINUTES = Duration.ofMinutes(10);

  static StoreOptions strict() {
    return PROXY.toBuilder().liftsRestrictions(false).build();
  }

  static Storability judge(StoreOptions options, int status, String... fields) {
    return StoreRules.judge(GET, head(status, fields), options, NOW);
  }

  static ResponseHead head(int status, String... fields) {
    return new ResponseHead(status, HttpFields.of(fields));
  }

  static boolean isStored(Storability verdict) {
    return verdict instanceof Store;
  }

  static Lifetime lifetime(Storability verdict) {
    assertThat(verdict).isInstanceOf(Store.class);
    return ((Store) verdict).lifetime();
  }

  static void assertFresh(long seconds, Storability verdict) {
    assertThat(lifetime(verdict).freshFor()).hasSeconds(seconds);
  }

  static Lifetime assertKept(Storability verdict) {
    Lifetime lifetime = lifetime(verdict);
    assertThat(lifetime.freshFor()).isZero();
    assertThat(lifetime.keep()).isEqualTo(TEN_MINUTES);
    return lifetime;
  }

  static void assertRefused(Refusal reason, Storability verdict) {
    assertThat(verdict).isEqualTo(new Refuse(reason));
  }
}
