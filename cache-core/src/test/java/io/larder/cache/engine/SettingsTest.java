package io.larder.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.Cache;
import io.larder.cache.CacheResult;
import io.larder.cache.CacheSettings;
import io.larder.cache.codec.Compression;
import io.larder.cache.codec.TypeToken;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is set of a cache, by whom, and when it holds. */
class SettingsTest {

  private final Properties properties = new Properties();
  private Kitchen kitchen = new Kitchen();

  @AfterEach
  void close() {
    kitchen.close();
  }

  private void openWith(String name, String line) {
    kitchen.close();
    properties.setProperty(name, line);
    properties.setProperty("something.else", "is left aside");
    kitchen = new Kitchen(builder -> builder.properties(properties));
  }

  private static Duration ttl(Cache<String> cache) {
    cache.put("ttl", "value");
    return ((CacheResult.Hit<String>) cache.find("ttl")).remaining();
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  @Nested
  class ByProperties {
    @Test
    void holdForTheCacheOfThatName() {
      openWith("larder.cache.quotes", "ttl=30s jitter=0%");
      assertThat(ttl(kitchen.larder.cache("quotes", String.class))).isEqualTo(seconds(30));
      assertThat(ttl(kitchen.larder.cache("others", String.class)))
          .isBetween(seconds(270), seconds(300));
    }

    @Test
    void areBeatenByCode() {
      openWith("larder.cache.quotes", "ttl=30s jitter=0%");
      Cache<String> quotes =
          kitchen.larder.cacheBuilder("quotes", String.class).ttl(seconds(5)).build();
      assertThat(ttl(quotes)).isEqualTo(seconds(5));
      assertThat(quotes.settings()).hasToString("ttl=5s");
    }

    @Test
    void thatAreWrongAreNamed() {
      assertThatThrownBy(() -> openWith("larder.cache.quotes", "tll=30s"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("the property larder.cache.quotes: ")
          .hasMessageContaining("'tll'");
      properties.clear();
      assertThatThrownBy(() -> openWith("larder.cache.a:b", "ttl=30s"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("larder.cache.a:b");
      properties.clear();
      openWith("larder.cache.quotes", "softTimeout=1s");
      assertThatThrownBy(() -> kitchen.larder.cache("quotes", String.class))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'quotes'")
          .hasMessageContaining("staleIfError");
    }
  }

  @Nested
  class AtRunTime {
    @Test
    void propertiesHoldFromThenOn() {
      Cache<String> quotes = kitchen.larder.cache("quotes", String.class);
      kitchen.larder.configure("quotes", "ttl=7s jitter=0%");
      assertThat(ttl(quotes)).isEqualTo(seconds(7));
      kitchen.larder.configure("quotes", "");
      assertThat(ttl(quotes)).isGreaterThan(seconds(200));
      kitchen.larder.configure("later", "ttl=7s jitter=0%");
      assertThat(ttl(kitchen.larder.cache("later", String.class))).isEqualTo(seconds(7));
    }

    @Test
    void settingsReplaceWhatCodeHasSaid() {
      Cache<String> texts = kitchen.texts().build();
      texts.put("before", "value");
      texts.settings(CacheSettings.parse("ttl=3s jitter=0%"));
      assertThat(ttl(texts)).isEqualTo(seconds(3));
      assertThat(texts.find("before")).isEqualTo(new CacheResult.Hit<>("value", seconds(10)));
      texts.settings(CacheSettings.NONE);
      kitchen.larder.configure("texts", "ttl=4s jitter=0%");
      assertThat(ttl(texts)).isEqualTo(seconds(4));
    }

    @Test
    void whatContradictsItselfIsRefusedAndChangesNothing() {
      Cache<String> texts = kitchen.texts().build();
      for (Runnable wrong :
          List.<Runnable>of(
              () -> texts.settings(CacheSettings.parse("ttl=1s softTimeout=1s")),
              () -> texts.settings(CacheSettings.parse("ttl=1s version=2")),
              () -> kitchen.larder.configure("texts", "softTimeout=1s"),
              () -> kitchen.larder.configure("texts", "version=2"),
              () -> texts.settings(CacheSettings.parse("ttl=1s compress=1KB")),
              () -> kitchen.larder.configure("texts", "compress=zstd"),
              () -> kitchen.larder.configure("texts", "ttl=soon"))) {
        assertThatThrownBy(wrong::run).isInstanceOf(IllegalArgumentException.class);
        assertThat(ttl(texts)).isEqualTo(seconds(10));
      }
    }

    @Test
    void propertiesMayNeedWhatCodeSays() {
      Cache<String> texts = kitchen.texts().staleIfError(seconds(9)).build();
      kitchen.larder.configure("texts", "softTimeout=1s");
      assertThatThrownBy(() -> texts.settings(CacheSettings.NONE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("softTimeout");
      texts.settings(CacheSettings.parse("staleIfError=1s"));
      assertThat(texts.settings()).hasToString("staleIfError=1s");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ttl=1s retryThrottle=1s",
        "softTimeout=1s",
        "staleIfError=1m softTimeout=2s hardTimeout=2s",
        "interruptAbandoned=true"
      })
  void settingsThatContradictEachOtherAreRefused(String line) {
    Cache<String> texts = kitchen.texts().build();
    assertThatThrownBy(() -> texts.settings(CacheSettings.parse(line)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the cache 'texts': ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ttl=1s staleWhileRevalidate=5s retryThrottle=1s",
        "staleIfError=1m softTimeout=1s",
        "staleIfError=1m softTimeout=1s hardTimeout=2s interruptAbandoned=true",
        "hardTimeout=2s interruptAbandoned=true",
        "ttl=30s jitter=20% nullTtl=1s earlyRefresh=1 maxWaiters=3 waitTimeout=1s failWaiting=true"
            + " tags=a,b",
        ""
      })
  void settingsThatGoTogetherAreTaken(String line) {
    Cache<String> texts = kitchen.texts().build();
    texts.settings(CacheSettings.parse(line));
    assertThat(CacheSettings.parse(texts.settings().toString()))
        .isEqualTo(CacheSettings.parse(line));
  }

  @Test
  void compressionStaysAsItWasWhenTheCacheWasOpened() {
    Cache<String> texts =
        kitchen.texts().compress(Compression.zstd().from(4096)).version("2").build();
    assertThat(texts.settings()).hasToString("ttl=10s jitter=0% version=2 compress=zstd,4KB");
    texts.settings(CacheSettings.parse(texts.settings().toString()));
    kitchen.larder.configure("texts", "compress=zstd,4KB");
    assertThatThrownBy(() -> texts.settings(CacheSettings.parse("compress=zstd")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the cache 'texts' is open with compress=zstd,4KB: it can be set to another one when it"
                + " is opened again");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ttl | has no value",
        "ttl=0s | ttl",
        "ttl=1s ttl=2s | there twice",
        "jitter=91% | 91%",
        "jitter=10 | jitter=10%",
        "maxWaiters=-1 | maxWaiters",
        "maxWaiters=9999999 | 1000000",
        "failWaiting=yes | neither true nor false",
        "earlyRefresh=101 | 100",
        "version=a/b | version",
        "compress=gzip | compress 'gzip'",
        "compress=1kb | compress '1kb'",
        "tags=a,,b | tag",
        "refresh=1 | there are ttl, jitter"
      })
  void whatMeansNothingIsRefusedByName(String line, String named) {
    assertThatThrownBy(() -> CacheSettings.parse(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named);
  }

  @Nested
  class OfOneName {
    @Test
    void thereIsOneCache() {
      Cache<String> texts = kitchen.texts().build();
      assertThat(kitchen.larder.cache("texts", String.class)).isSameAs(texts);
      assertThatThrownBy(() -> kitchen.texts().build())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("'texts' is open already");
    }

    @Test
    void thereIsOneType() {
      kitchen.larder.cache("lists", new TypeToken<List<String>>() {});
      kitchen.larder.cache("lists", new TypeToken<List<String>>() {});
      assertThatThrownBy(() -> kitchen.larder.cache("lists", new TypeToken<List<Integer>>() {}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'lists'")
          .hasMessageContaining("Integer")
          .hasMessageContaining("give one of the two another name");
    }

    @Test
    void aVersionIsAnotherEntry() {
      Cache<String> one =
          kitchen.larder.cacheBuilder("one", String.class).version("v1").ttl(seconds(9)).build();
      one.put("a", "value");
      assertThat(kitchen.larder.inspect("*", 9))
          .extracting(each -> each.key())
          .allMatch(key -> key.contains("v1"));
      one.settings(CacheSettings.parse("ttl=5s version=v1"));
      one.settings(CacheSettings.parse("ttl=5s")); // says nothing of it
      assertThat(one.find("a").fresh()).contains("value");
    }

    @Test
    void aClosedLarderOpensNone() {
      kitchen.close();
      assertThatThrownBy(() -> kitchen.larder.cache("texts", String.class))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> kitchen.texts().build()).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void countsAreThoseOfTheCache() {
    Cache<String> texts = kitchen.texts().build();
    texts.get("a", load -> "value");
    texts.get("a", load -> "value");
    assertThat(texts.stats()).isEqualTo(kitchen.larder.stats("texts"));
    assertThat(Map.of("hits", texts.stats().hits(), "misses", texts.stats().misses()))
        .isEqualTo(Map.of("hits", 1L, "misses", 1L));
  }

  @Test
  void aLineHasQuotesAroundWhatHasWhiteSpace() {
    CacheSettings settings = CacheSettings.parse("ttl=1s tags=\"new books\",old");
    assertThat(settings)
        .isEqualTo(
            CacheSettings.builder().ttl(Duration.ofSeconds(1)).tags("new books", "old").build());
    assertThat(CacheSettings.parse(settings.toString())).isEqualTo(settings);
    CacheSettings odd = CacheSettings.builder().tags("say \"a\\b\"").build();
    assertThat(CacheSettings.parse(odd.toString())).isEqualTo(odd);
    assertThatThrownBy(() -> CacheSettings.parse("tags=\"new books"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("never closed");
  }
}
