package io.larder.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.Larder;
import io.larder.cache.LarderSettings;
import io.larder.cache.spi.StoreUri;
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
    LarderSettings settings = LarderSettings.fromEnvironment(read("flask.properties"));

    assertThat(settings.store().toString()).contains("localhost:6379/0").contains("timeout=200ms");
    assertThat(settings.namespace()).isEqualTo("shop");
    assertThat(settings.maxEntries()).isEqualTo(500);
    assertThat(settings.defaultTtl()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void theNamesForSentinelsAndClusters() throws IOException {
    assertThat(LarderSettings.fromEnvironment(read("flask-sentinel.properties")).store())
        .isEqualTo(
            StoreUri.parse(
                "redis+sentinel://app:secret@sentinel1:26379,sentinel2:26379,sentinel3:26379"
                    + "/mymaster/0?sentinelPassword=watch"));
    assertThat(LarderSettings.fromEnvironment(read("flask-cluster.properties")).store())
        .isEqualTo(StoreUri.parse("redis+cluster://node1:6379,node2:6379,node3:6379"));
  }

  /** All variables that the page shows. */
  static Map<String, String> environment() throws IOException {
    Map<String, String> all = new HashMap<>(read("flask.properties"));
    all.putAll(read("flask-sentinel.properties"));
    all.putAll(read("flask-cluster.properties"));
    return all;
  }

  private static Map<String, String> read(String file) throws IOException {
    Properties lines = new Properties();
    lines.load(new StringReader(Resources.read(file)));
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
