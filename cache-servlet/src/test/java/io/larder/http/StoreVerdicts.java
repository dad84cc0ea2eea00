package io.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.http.Storability.Refuse;
import io.larder.http.Storability.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** What an application is asked about one response, and what it says. */
abstract class StoreVerdicts {
  static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
  static final RequestHead GET = RequestHead.anonymous("GET", HttpFields.empty());
  static final StoreOptions TTL = StoreOptions.builder().ttl(Duration.ofSeconds(30)).build();
  static final Duration TEN = Duration.ofSeconds(10);
  static final StoreOptions OVERRIDE =
      StoreOptions.builder().ttl(Duration.ofSeconds(30)).override(true).build();

  static Storability judge(StoreOptions options, String... fields) {
    return judge(GET, options, 200, fields);
  }

  static Storability judge(
      RequestHead request, StoreOptions options, int status, String... fields) {
    return StoreRules.judge(request, new ResponseHead(status, HttpFields.of(fields)), options, NOW);
  }

  static Set<String> without(Storability storability) {
    assertStored(storability);
    return ((Store) storability).without();
  }

  static void assertStored(Storability storability) {
    assertThat(storability).isInstanceOf(Store.class);
  }

  static void assertRefused(Refusal reason, Storability storability) {
    assertThat(storability).isEqualTo(new Refuse(reason));
  }
}
