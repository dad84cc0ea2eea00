package io.larder.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Cache;
import io.larder.cache.CacheResult;
import io.larder.cache.CacheSettings;
import io.larder.cache.FillContext;
import io.larder.cache.Larder;
import io.larder.cache.annotation.CacheEvict;
import io.larder.cache.annotation.CacheKey;
import io.larder.cache.annotation.CachePut;
import io.larder.cache.annotation.Cached;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The snippets of the pages on methods, run. */
class MethodSnippetsTest {

  record University(String name) {}

  record Quote(String symbol, long cents) {

    boolean isFinal() {
      return cents > 0;
    }
  }

  // tag::catalog
  interface Catalog {
    @Cached(ttl = "10m", tags = "country:{country}", staleIfError = "1h")
    List<University> find(String country) throws IOException;

    @CacheEvict(tags = "country:{country}")
    void changed(String country);
  }

  // end::catalog

  static class SlowCatalog implements Catalog {
    final List<String> asked = new ArrayList<>();

    @Override
    public List<University> find(String country) {
      asked.add(country);
      return List.of(new University("University of " + country));
    }

    @Override
    public void changed(String country) {}
  }

  @Test
  void aCatalogIsAskedOnce() throws IOException {
    SlowCatalog slow = new SlowCatalog();
    try (Larder larder = Larder.open("memory:")) {
      // tag::proxy
      Catalog catalog = larder.proxy(Catalog.class, slow);
      catalog.find("Germany"); // asks
      catalog.find("Germany"); // does not
      // end::proxy
      assertThat(slow.asked).hasSize(1);
      catalog.changed("Germany");
      catalog.find("Germany");
      assertThat(slow.asked).hasSize(2);
      // tag::keyOf
      String key = larder.keyOf(catalog, c -> c.find("Germany"));
      // end::keyOf
      assertThat(key).isEqualTo("Germany");
    }
  }

  // tag::quotes
  interface Quotes {
    @Cached(cache = "quotes", ttl = "30s", key = "{exchange}:{symbol}")
    Quote find(String symbol, String exchange, @Nullable String whoAsks);

    @CachePut(cache = "quotes", key = "{exchange}:{symbol}")
    Quote refresh(String symbol, String exchange);

    @CacheEvict(cache = "quotes", key = "{exchange}:{symbol}")
    void delist(String symbol, String exchange);

    @CacheEvict(cache = "quotes", all = true)
    void closeOfBusiness();
  }

  // end::quotes

  // tag::forms
  interface Forms {
    @Cached(nullTtl = "1m")
    Optional<Quote> maybe(String symbol);

    @Cached
    CompletableFuture<Quote> later(@CacheKey("symbol") String symbol, Object whoAsks);

    @Cached(cache = "one", tags = "quote:{symbols}")
    Map<String, Quote> all(Collection<String> symbols);

    @Cached(eachOf = "symbols")
    List<Quote> inOrder(String exchange, List<String> symbols);
  }

  // end::forms

  // tag::own
  @Cached(ttl = "1h", staleWhileRevalidate = "10m", earlyRefresh = "1")
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @interface Slowly {}

  // end::own

  interface Hourly {
    @Slowly
    Quote find(String symbol);
  }

  @Test
  void allFormsAreAccepted() {
    try (Larder larder = Larder.open("memory:")) {
      Hourly hourly = larder.proxy(Hourly.class, symbol -> new Quote(symbol, 1));
      assertThat(hourly.find("ACME")).isSameAs(hourly.find("ACME"));
      larder.proxy(Quotes.class, new SomeQuotes()).closeOfBusiness();
      assertThat(larder.proxy(Forms.class, new SomeForms()).all(List.of("a", "b"))).hasSize(2);
    }
  }

  static class SomeQuotes implements Quotes {
    @Override
    public Quote find(String symbol, String exchange, @Nullable String whoAsks) {
      return new Quote(symbol, 1);
    }

    @Override
    public Quote refresh(String symbol, String exchange) {
      return new Quote(symbol, 2);
    }

    @Override
    public void delist(String symbol, String exchange) {}

    @Override
    public void closeOfBusiness() {}
  }

  static class SomeForms implements Forms {
    @Override
    public Optional<Quote> maybe(String symbol) {
      return Optional.empty();
    }

    @Override
    public CompletableFuture<Quote> later(String symbol, Object whoAsks) {
      return CompletableFuture.completedFuture(new Quote(symbol, 1));
    }

    @Override
    public Map<String, Quote> all(Collection<String> symbols) {
      Map<String, Quote> all = new HashMap<>();
      symbols.forEach(each -> all.put(each, new Quote(each, 1)));
      return all;
    }

    @Override
    public List<Quote> inOrder(String exchange, List<String> symbols) {
      return symbols.stream().map(each -> new Quote(each, 1)).toList();
    }
  }

  static class SpeakingQuotes implements Hourly {
    // tag::current
    @Override
    public Quote find(String symbol) {
      Quote quote = new Quote(symbol, 1);
      FillContext.current().tags("exchange:NYSE").ttl(Duration.ofSeconds(30));
      return quote;
    }
    // end::current
  }

  @Test
  void aMethodSpeaksOfItsOwnValue() {
    try (Larder larder = Larder.open("memory:")) {
      Hourly hourly = larder.proxy(Hourly.class, new SpeakingQuotes());
      Quote before = hourly.find("ACME");
      larder.invalidate("exchange:NYSE");
      assertThat(hourly.find("ACME")).isNotSameAs(before);
    }
  }

  interface Exchange {
    Quote ask(String symbol);

    Map<String, Quote> askAll(Collection<String> symbols);

    default @Nullable Quote askUnlessChanged(String symbol, Quote known) {
      return null;
    }
  }

  private final Exchange exchange =
      new Exchange() {
        @Override
        public Quote ask(String symbol) {
          return new Quote(symbol, 100);
        }

        @Override
        public Map<String, Quote> askAll(Collection<String> symbols) {
          Map<String, Quote> all = new HashMap<>();
          symbols.forEach(each -> all.put(each, ask(each)));
          return all;
        }
      };

  @Test
  void byHand() {
    try (Larder larder = Larder.open("memory:")) {
      // tag::byHand
      Cache<Quote> quotes = larder.cache("quotes", Quote.class);
      Quote quote = quotes.get("ACME", load -> exchange.ask(load.key()));
      // end::byHand
      assertThat(quote).isEqualTo(new Quote("ACME", 100));
      // tag::find
      String shown = show(quotes.find("ACME")); // looks, and does nothing else
      // end::find
      assertThat(shown).startsWith("fresh");
      // tag::put
      quotes.put("ACME", () -> exchange.ask("ACME"));
      // end::put
      // tag::many
      Map<String, Quote> all = quotes.getAll(List.of("ACME", "BETA"), exchange::askAll);
      // end::many
      assertThat(all).hasSize(2);
      // tag::says
      quotes.get(
          "ACME",
          load -> {
            Quote asked = exchange.ask(load.key());
            load.ttl(Duration.ofMinutes(1)).tags("exchange:NYSE");
            if (!asked.isFinal()) {
              load.doNotStore();
            }
            return asked;
          });
      // end::says
      // tag::around
      String header = larder.around("fragments", "header", () -> "<h1>Quotes</h1>");
      // end::around
      assertThat(header).isEqualTo("<h1>Quotes</h1>");
    }
  }

  // tag::results
  static String show(CacheResult<Quote> result) {
    if (result instanceof CacheResult.Hit<Quote> hit) {
      return "fresh for " + hit.remaining();
    } else if (result instanceof CacheResult.Stale<Quote> stale) {
      return "stale, and kept for " + stale.remaining();
    } else if (result instanceof CacheResult.Failed<Quote> failed) {
      return "nobody knows: " + failed.reason();
    }
    return "not there";
  }

  // end::results

  @Test
  void conditionally() {
    try (Larder larder = Larder.open("memory:")) {
      Cache<Quote> quotes =
          larder
              .cacheBuilder("quotes", Quote.class)
              .ttl(Duration.ofMillis(1))
              .staleIfError(Duration.ofHours(1))
              .build();
      // tag::notModified
      Quote quote =
          quotes.get(
              "ACME",
              load -> {
                Quote known = load.stale().map(entry -> entry.value()).orElse(null);
                if (known == null) {
                  return exchange.ask(load.key());
                }
                Quote newer = exchange.askUnlessChanged(load.key(), known);
                return newer == null ? load.notModified() : newer;
              });
      // end::notModified
      assertThat(quote).isEqualTo(new Quote("ACME", 100));
    }
  }

  @Test
  void bySettings() {
    Properties properties = new Properties();
    properties.setProperty("larder.cache.quotes", "ttl=30s staleIfError=1h");
    // tag::settings
    try (Larder larder = Larder.builder().properties(properties).build()) {
      Cache<Quote> quotes =
          larder
              .cacheBuilder("quotes", Quote.class)
              .ttl(Duration.ofSeconds(30))
              .staleWhileRevalidate(Duration.ofMinutes(1))
              .earlyRefresh(1)
              .storeWhen(quote -> quote != null && quote.isFinal())
              .loader(load -> exchange.ask(load.key()))
              .build();
      quotes.get("ACME");
      quotes.settings(CacheSettings.parse("ttl=5s")); // from now on
      larder.configure("quotes", "staleIfError=2h"); // what properties say
      // end::settings
      assertThat(quotes.settings()).hasToString("ttl=5s");
      // tag::warm
      quotes.keepWarm("ACME", Duration.ofSeconds(20), Duration.ofMinutes(10));
      // end::warm
    }
  }

  @Test
  void afterCommit() {
    List<Runnable> registered = new ArrayList<>();
    Transactions transactions =
        new Transactions() {
          @Override
          public boolean isActive() {
            return true;
          }

          @Override
          public void onCommit(Runnable task) {
            registered.add(task);
          }
        };
    // tag::afterCommit
    Larder larder =
        Larder.builder()
            .store("memory:")
            .afterCommit(
                task -> {
                  if (transactions.isActive()) {
                    transactions.onCommit(task);
                  } else {
                    task.run();
                  }
                })
            .build();
    // end::afterCommit
    larder.proxy(Catalog.class, new SlowCatalog()).changed("Germany");
    assertThat(registered).hasSize(1);
    larder.close();
  }

  interface Transactions {
    boolean isActive();

    void onCommit(Runnable task);
  }

  @Test
  void againstStampedes() {
    try (Larder larder = Larder.open("memory:")) {
      // tag::stampede
      Cache<Quote> quotes =
          larder
              .cacheBuilder("quotes", Quote.class)
              .ttl(Duration.ofMinutes(5))
              .staleWhileRevalidate(Duration.ofMinutes(1)) // nobody waits for a refresh
              .earlyRefresh(1) // hot keys never end
              .staleIfError(Duration.ofHours(1)) // an origin that fails is nobody's error
              .retryThrottle(Duration.ofSeconds(2)) // and is left alone for a while
              .softTimeout(Duration.ofMillis(200)) // a slow one is waited for so long
              .hardTimeout(Duration.ofSeconds(2)) // where there is nothing stale
              .build();
      // end::stampede
      assertThat(quotes.get("ACME", load -> exchange.ask(load.key()))).isNotNull();
    }
  }
}
