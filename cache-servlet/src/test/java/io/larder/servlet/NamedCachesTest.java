package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.Cache;
import io.larder.cache.CacheResult;
import io.larder.cache.Larder;
import io.larder.servlet.testing.App;
import io.larder.servlet.testing.Container;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a filter's properties say of the caches that its Larder has beside the pages. */
class NamedCachesTest {

  private static final Map<String, String> RESOURCE =
      Map.of("properties", "io/larder/servlet/caches.properties");

  private final Larder larder = Larder.open("memory:");

  @AfterEach
  void close() {
    larder.close();
  }

  private static Properties properties(String lines) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(lines));
    return properties;
  }

  private static void start(CacheFilter filter, Map<String, String> init) throws Exception {
    Container.Kind.JETTY.start(new App().filter("/*", filter, init)).close();
  }

  private static Duration ttl(Cache<String> cache) {
    cache.get("k", load -> "v");
    return ((CacheResult.Hit<String>) cache.find("k")).remaining();
  }

  @Test
  void aResourceOfPropertiesSetsACacheThatIsOpenedLater() throws Exception {
    start(CacheFilter.over(larder), RESOURCE);
    assertThat(ttl(larder.cache("quotes", String.class)))
        .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(70));
    assertThat(ttl(larder.cache("others", String.class))).isGreaterThan(Duration.ofSeconds(200));
  }

  @Test
  void aResourceOfPropertiesSetsACacheThatIsOpen() throws Exception {
    Cache<String> quotes = larder.cache("quotes", String.class);
    start(CacheFilter.over(larder), RESOURCE);
    assertThat(ttl(quotes)).isLessThanOrEqualTo(Duration.ofSeconds(70));
  }

  @Test
  void soDoThePropertiesOfABuilderAndTheyBeatAResource() throws Exception {
    Properties built = properties("larder.cache.quotes = ttl=40s");
    start(CacheFilter.builder(larder).properties(built).build(), RESOURCE);
    assertThat(ttl(larder.cache("quotes", String.class)))
        .isLessThanOrEqualTo(Duration.ofSeconds(40));
  }

  @Test
  void whatCodeSaysBeatsThem() throws Exception {
    start(CacheFilter.over(larder), RESOURCE);
    Cache<String> quotes =
        larder.cacheBuilder("quotes", String.class).ttl(Duration.ofSeconds(20)).build();
    assertThat(ttl(quotes)).isLessThanOrEqualTo(Duration.ofSeconds(20));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "larder.cache.quotes = tll=30s | the property larder.cache.quotes: | tll",
        "larder.cache.quotes = ttl=30  | the property larder.cache.quotes: | 30s",
        "larder.cache.quotes = 30s     | the property larder.cache.quotes: | as in ttl=30s",
        "larder.cache.a/b = ttl=30s    | the property larder.cache.a/b: | 'a/b'",
        "larder.cache. = ttl=30s       | the property larder.cache.: | ''",
        "larder.caches.a = ttl=30s     | unknown property 'larder.caches.a' | there are store",
      })
  void aWrongLineIsOneSentence(String line, String names, String says) throws Exception {
    Properties properties = properties(line);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CacheFilter.builder(larder).properties(properties))
        .withMessageContaining(names)
        .withMessageContaining(says);
  }

  @Test
  void aCacheThatIsSetTwiceIsRefused() throws Exception {
    CacheFilterBuilder builder =
        CacheFilter.builder(larder).properties(properties("larder.cache.quotes = ttl=30s"));
    Properties again = properties("larder.cache.quotes = ttl=40s");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.properties(again))
        .withMessage("the property larder.cache.quotes: it is set twice: keep one of the two");
  }

  @Test
  void aLineThatContradictsCodeIsRefusedAtStart() throws Exception {
    Cache<String> unused = larder.cacheBuilder("quotes", String.class).version("1").build();
    CacheFilter filter =
        CacheFilter.builder(larder)
            .properties(properties("larder.cache.quotes = softTimeout=2s hardTimeout=1s"))
            .build();
    assertThatThrownBy(() -> start(filter, Map.of()))
        .hasStackTraceContaining("cannot start: the property larder.cache.quotes: ");
  }
}
