package io.larder.cache.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Cache;
import io.larder.cache.CacheResult;
import io.larder.cache.FillContext;
import io.larder.cache.Larder;
import io.larder.cache.annotation.CachePut;
import io.larder.cache.annotation.Cached;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a method says of its own value while it runs. */
class SaidByMethodsTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  interface Quotes {
    @Cached(cache = "quotes", ttl = "1h")
    String find(String symbol);

    @CachePut(cache = "quotes")
    String refresh(String symbol);

    @Cached(cache = "many", ttl = "1h")
    Map<String, String> all(List<String> symbols);
  }

  /** Says what the symbol asks for. */
  static class Talkative implements Quotes {
    @Override
    public String find(String symbol) {
      return say(symbol);
    }

    @Override
    public String refresh(String symbol) {
      return say(symbol) + "!";
    }

    @Override
    public Map<String, String> all(List<String> symbols) {
      FillContext.current().tags("batch").ttl(SECOND);
      Map<String, String> all = new LinkedHashMap<>();
      symbols.forEach(each -> all.put(each, each));
      return all;
    }

    private static String say(String symbol) {
      switch (symbol) {
        case "short" -> FillContext.current().ttl(SECOND);
        case "tagged" -> FillContext.current().tags("t");
        case "never" -> FillContext.current().doNotStore();
        default -> {}
      }
      return symbol;
    }
  }

  private final Larder larder = Larder.builder().ticker(() -> 0).build();
  private final Quotes quotes = larder.proxy(Quotes.class, new Talkative());
  private final Cache<String> cache = larder.cache("quotes", String.class);

  @AfterEach
  void close() {
    larder.close();
  }

  @Test
  void countsForWhatIsCached() {
    quotes.find("short");
    assertThat(cache.find("short")).isEqualTo(new CacheResult.Hit<>("short", SECOND));
    quotes.find("never");
    assertThat(cache.find("never")).isEqualTo(new CacheResult.Missing<>());
    quotes.find("tagged");
    larder.invalidate("t");
    assertThat(cache.find("tagged")).isEqualTo(new CacheResult.Missing<>());
    assertThat(cache.find("short").fresh()).contains("short");
  }

  @Test
  void countsForWhatIsPut() {
    quotes.refresh("short");
    assertThat(cache.find("short")).isEqualTo(new CacheResult.Hit<>("short!", SECOND));
    quotes.refresh("tagged");
    larder.invalidate("t");
    assertThat(cache.find("tagged")).isEqualTo(new CacheResult.Missing<>());
    cache.put("never", "old");
    assertThat(quotes.refresh("never")).isEqualTo("never!");
    assertThat(cache.find("never")).isEqualTo(new CacheResult.Missing<>());
  }

  @Test
  void countsForEachOfABatch() {
    quotes.all(List.of("a", "b"));
    Cache<String> many = larder.cache("many", String.class);
    assertThat(many.find("a")).isEqualTo(new CacheResult.Hit<>("a", SECOND));
    assertThat(many.find("b")).isEqualTo(new CacheResult.Hit<>("b", SECOND));
    larder.invalidate("batch");
    assertThat(many.find("a")).isEqualTo(new CacheResult.Missing<>());
  }

  @Test
  void countsForTheInnermostValue() {
    String outer =
        cache.get(
            "outer",
            load -> {
              quotes.find("short");
              FillContext.current().ttl(SECOND.multipliedBy(2));
              return load.key();
            });
    assertThat(outer).isEqualTo("outer");
    assertThat(cache.find("outer"))
        .isEqualTo(new CacheResult.Hit<>("outer", SECOND.multipliedBy(2)));
    assertThat(cache.find("short")).isEqualTo(new CacheResult.Hit<>("short", SECOND));
  }

  @Test
  void goesNowhereWhereNothingIsComputed() {
    new Talkative().find("never");
    cache.put("by hand", () -> "value");
    FillContext.current().doNotStore().ttl(SECOND).tags("t");
    assertThat(cache.find("by hand").fresh()).contains("value");
  }

  @Test
  void countsForASupplier() {
    cache.put("a", () -> new Talkative().find("short"));
    assertThat(cache.find("a")).isEqualTo(new CacheResult.Hit<>("short", SECOND));
  }

  @Test
  void putsOfTheirOwnTtl() {
    cache.putAll(Map.of("a", "x"), SECOND);
    assertThat(cache.find("a")).isEqualTo(new CacheResult.Hit<>("x", SECOND));
    assertThat(cache.putIfAbsent("b", "y", SECOND)).isTrue();
    assertThat(cache.putIfAbsent("b", "z", SECOND)).isFalse();
    assertThat(cache.find("b")).isEqualTo(new CacheResult.Hit<>("y", SECOND));
  }

  @Test
  void aValueThatCannotBeStoredIsReturnedByAPut() {
    try (Larder small = Larder.builder().maxValueBytes(60).build()) {
      Cache<String> own = small.cache("quotes", String.class);
      Quotes proxy = small.proxy(Quotes.class, new Talkative());
      own.put("a", "old");
      String large = "x".repeat(100);
      assertThat(own.put("a", () -> large)).isEqualTo(large);
      assertThat(own.find("a")).isEqualTo(new CacheResult.Missing<>());
      assertThat(proxy.refresh(large)).isEqualTo(large + "!");
    }
  }
}
