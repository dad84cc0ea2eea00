package io.larder.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Cache;
import io.larder.cache.CacheResult;
import io.larder.cache.Larder;
import io.larder.cache.LarderSettings;
import io.larder.servlet.CacheFilter;
import io.larder.servlet.CacheRule;
import io.larder.servlet.testing.App;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawClient;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** The snippets of docs/configuration.md. */
class SettingsSnippetsTest {

  @Test
  void theLardersBuilder() {
    // tag::larder-builder
    Larder larder =
        Larder.builder()
            .settings(LarderSettings.fromEnvironment(System.getenv()))
            .namespace("shop")
            .defaultTtl(Duration.ofMinutes(10))
            .build();
    // end::larder-builder
    try (larder) {
      assertThat(larder.defaultTtl()).isEqualTo(Duration.ofMinutes(10));
    }
  }

  @Test
  void theFiltersBuilder() throws Exception {
    try (Larder larder = Larder.open("memory:")) {
      // tag::filter-builder
      CacheFilter filter =
          CacheFilter.builder(larder)
              .ttl(Duration.ofMinutes(1))
              .rule(
                  CacheRule.path("/universities")
                      .ttl(Duration.ofSeconds(30))
                      .params("country", "name")
                      .tags("country:{country}")
                      .build())
              .rules("/reports/* ttl=10m ignoreParams=utm_*")
              .build();
      // end::filter-builder
      assertStored(filter, "/universities?country=France", 30);
      assertStored(filter, "/reports/a?utm_source=x", 600);
    }
  }

  @Test
  void properties() throws Exception {
    Properties properties = new Properties();
    properties.load(new StringReader(Resources.read("larder.properties")));
    try (Larder larder = Larder.open("memory:")) {
      CacheFilter filter = CacheFilter.builder(larder).properties(properties).build();

      assertStored(filter, "/universities?country=France", 30);
      assertStored(filter, "/reports/a?utm_source=x", 600);
      Cache<String> quotes = larder.cache("quotes", String.class);
      quotes.get("ACME", load -> "99 EUR");
      assertThat(((CacheResult.Hit<String>) quotes.find("ACME")).remaining())
          .isLessThanOrEqualTo(Duration.ofSeconds(30));
    }
  }

  @Test
  void ruleLines() throws Exception {
    try (Larder larder = Larder.open("memory:")) {
      CacheFilter filter = CacheFilter.builder(larder).rules(Resources.read("rules.txt")).build();

      assertStored(filter, "/universities?country=France", 30);
      assertStored(filter, "/year.json?year=2024&month=2", 3600);
      assertStored(filter, "/about?x=1", 86_400);
    }
  }

  @Test
  void theExampleOfAnEnvironmentIsValid() throws IOException {
    Properties lines = new Properties();
    lines.load(new StringReader(Repository.read(".env.example")));
    Map<String, String> environment = new HashMap<>();
    lines.stringPropertyNames().forEach(name -> environment.put(name, lines.getProperty(name)));

    LarderSettings settings = LarderSettings.fromEnvironment(environment);

    assertThat(settings.store()).hasToString("redis://redis:6379/0");
    assertThat(settings.defaultTtl()).isEqualTo(Duration.ofSeconds(500));
  }

  private static void assertStored(Filter filter, String target, int seconds) throws Exception {
    App app = new App().filter("/*", filter).servlet("/*", new PlainServlet());
    try (Container container = Container.Kind.JETTY.start(app)) {
      assertThat(status(container, target)).isEqualTo("larder; fwd=uri-miss; stored");
      String hit = status(container, target);
      assertThat(hit).startsWith("larder; hit; ttl=");
      assertThat(Integer.parseInt(hit.substring(hit.lastIndexOf('=') + 1)))
          .isBetween(seconds - 20, seconds);
    }
  }

  private static String status(Container container, String target) throws IOException {
    return RawClient.exchange(container.base(), "GET", target, "Connection: close")
        .first("Cache-Status");
  }
}
