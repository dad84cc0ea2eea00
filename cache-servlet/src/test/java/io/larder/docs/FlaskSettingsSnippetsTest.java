package io.larder.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.Larder;
import io.larder.cache.LarderSettings;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The snippets of docs/from-flask-caching.md about settings, and what it says is refused. */
class FlaskSettingsSnippetsTest {

  @Test
  void theNamesOfTheEnvironment() throws IOException {
    LarderSettings settings = LarderSettings.fromEnvironment(environment());

    assertThat(settings.store().toString()).contains("localhost:6379/0").contains("timeout=200ms");
    assertThat(settings.namespace()).isEqualTo("shop");
    assertThat(settings.maxEntries()).isEqualTo(500);
    assertThat(settings.defaultTtl()).isEqualTo(Duration.ofMinutes(5));
  }

  static Map<String, String> environment() throws IOException {
    Properties lines = new Properties();
    lines.load(new StringReader(Resources.read("flask.properties")));
    Map<String, String> environment = new HashMap<>();
    lines.stringPropertyNames().forEach(name -> environment.put(name, lines.getProperty(name)));
    return environment;
  }

  @Test
  void opening() {
    // tag::flask-open
    Larder fromEnvironment = Larder.open(LarderSettings.fromEnvironment(System.getenv()));
    Larder byUri = Larder.open("memory:?namespace=shop&maxBytes=64MB&ttl=5m");
    // end::flask-open
    try (fromEnvironment;
        byUri) {
      assertThat(byUri.defaultTtl()).isEqualTo(fromEnvironment.defaultTtl());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.5", "31536001"})
  void noTimeoutIsEndless(String seconds) {
    assertThatThrownBy(
            () -> LarderSettings.fromEnvironment(Map.of("CACHE_DEFAULT_TIMEOUT", seconds)))
        .hasMessageContaining("no entry is endless");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FileSystemCache",
        "RedisSentinelCache",
        "RedisClusterCache",
        "MemcachedCache",
        "SASLMemcachedCache",
        "SpreadSASLMemcachedCache",
        "UWSGICache",
        "flask_caching.contrib.googlecloudstoragecache.GoogleCloudStorageCache",
        "cachelib.MongoDbCache"
      })
  void otherStoresAreRefused(String type) {
    assertThatThrownBy(() -> LarderSettings.fromEnvironment(Map.of("CACHE_TYPE", type)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("CACHE_TYPE")
        .hasMessageContaining("redis");
  }
}
