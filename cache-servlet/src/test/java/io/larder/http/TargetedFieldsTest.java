package io.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.http.Storability.Store;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said to some caches only, in a proxy and in front of an application. */
class TargetedFieldsTest extends ProxyVerdicts {
  @Nested
  class Rfc9213Section2_2 {

    @Test
    void aTargetedFieldStandsInPlaceOfCacheControl() {
      assertFresh(
          60, judge(PROXY, 200, "CDN-Cache-Control", "max-age=60", "Cache-Control", "no-store"));
      assertFresh(
          60, judge(PROXY, 200, "CDN-Cache-Control", "max-age=60", "Cache-Control", "private"));
      assertRefused(
          Refusal.NO_STORE,
          judge(PROXY, 200, "CDN-Cache-Control", "no-store", "Cache-Control", "max-age=60"));
      assertRefused(
          Refusal.PRIVATE,
          judge(PROXY, 200, "CDN-Cache-Control", "private", "Cache-Control", "max-age=60"));
      assertRefused(
          Refusal.NO_LIFETIME,
          judge(NO_KEEP, 200, "CDN-Cache-Control", "foo", "Cache-Control", "max-age=60"));
    }

    @Test
    void inFrontOfAnApplicationARestrictionCountsWhereverItStands() {
      assertRefused(
          Refusal.NO_STORE,
          judge(strict(), 200, "CDN-Cache-Control", "max-age=60", "Cache-Control", "no-store"));
      assertRefused(
          Refusal.NO_STORE,
          judge(strict(), 200, "CDN-Cache-Control", "No-Store,", "Cache-Control", "max-age=60"));
      assertFresh(
          60,
          judge(strict(), 200, "CDN-Cache-Control", "max-age=60", "Cache-Control", "max-age=1"));
    }

    @Test
    void theMoreSpecificComesFirst() {
      String[] fields = {
        "CDN-Cache-Control",
        "max-age=60",
        "Larder-Cache-Control",
        "max-age=30",
        "Cache-Control",
        "max-age=10"
      };
      assertFresh(30, judge(PROXY, 200, fields));
      fields[3] = "max-age=30,";
      assertFresh(60, judge(PROXY, 200, fields));
      fields[1] = "";
      assertFresh(10, judge(PROXY, 200, fields));
    }

    @Test
    void aTargetThatIsNotListedDoesNotCount() {
      String[] fields = {"CDN-Cache-Control", "no-store", "Cache-Control", "max-age=9"};
      assertFresh(9, judge(StoreOptions.DEFAULT, 200, fields));
    }

    @ParameterizedTest
    @ValueSource(strings = {"max-age=60, &&&", "MaX-aGe=60", "max-age =60", "max-age= 60", "\"a\""})
    void whatIsInvalidIsIgnoredAsAWhole(String invalid) {
      assertRefused(
          Refusal.NO_STORE,
          judge(PROXY, 200, "CDN-Cache-Control", invalid, "Cache-Control", "no-store"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"60\"", "60.0", "?1", "sixty"})
    void anArgumentOfAnotherTypeIsNoLifetime(String value) {
      assertRefused(
          Refusal.STALE,
          judge(
              NO_KEEP, 200, "CDN-Cache-Control", "max-age=" + value, "Cache-Control", "max-age=9"));
    }

    @Test
    void fieldNamesStandInAString() {
      assertThat(
              judge(PROXY, 200, "CDN-Cache-Control", "private=\"A, b\", max-age=9, no-cache=c;x=1"))
          .isInstanceOfSatisfying(
              Store.class, store -> assertThat(store.without()).containsOnly("a", "b", "c"));
      assertRefused(Refusal.PRIVATE, judge(PROXY, 200, "CDN-Cache-Control", "private, max-age=9"));
      assertRefused(
          Refusal.PRIVATE, judge(PROXY, 200, "CDN-Cache-Control", "private=?0, max-age=9"));
      assertRefused(
          Refusal.PRIVATE, judge(PROXY, 200, "CDN-Cache-Control", "private=(a b), max-age=9"));
    }

    @Test
    void onlyTheFieldForThisVeryCacheBeatsAnOverridingRule() {
      StoreOptions override = PROXY.toBuilder().ttl(Duration.ofSeconds(5)).override(true).build();
      assertFresh(5, judge(override, 200, "CDN-Cache-Control", "max-age=60"));
      assertFresh(60, judge(override, 200, "Larder-Cache-Control", "max-age=60"));
    }
  }
}
