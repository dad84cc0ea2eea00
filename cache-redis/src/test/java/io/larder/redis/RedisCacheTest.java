package io.larder.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Answer;
import io.larder.cache.Cache;
import io.larder.cache.CacheResult;
import io.larder.cache.Larder;
import io.larder.cache.annotation.CacheEvict;
import io.larder.cache.annotation.Cached;
import io.larder.redis.testing.PrivateRedis;
import io.larder.redis.testing.RedisFixture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/**
 * Values of methods on Redis: two processes' views of them, and what a Redis that is gone costs.
 */
class RedisCacheTest {

  record Quote(String symbol, long price) {}

  private PrivateRedis redis;
  private Larder one;
  private Larder two;
  private Cache<Quote> quotes;
  private final AtomicInteger loads = new AtomicInteger();

  @BeforeEach
  void open() {
    redis = RedisFixture.start();
    one = Larder.open(redis.url() + "?namespace=shop&timeout=10s&connectTimeout=10s");
    two = Larder.open(redis.url() + "?namespace=shop&timeout=10s&connectTimeout=10s");
    quotes = one.cache("quotes", Quote.class);
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
    redis.close();
  }

  private Quote ask(Cache<Quote> cache, String symbol) {
    return cache.get(symbol, load -> new Quote(load.key(), loads.incrementAndGet()));
  }

  @Test
  void whatOneLoadsTheOtherFinds() {
    assertThat(ask(quotes, "ACME")).isEqualTo(new Quote("ACME", 1));
    assertThat(ask(two.cache("quotes", Quote.class), "ACME")).isEqualTo(new Quote("ACME", 1));
    two.cache("quotes", Quote.class).evict("ACME");
    assertThat(ask(quotes, "ACME")).isEqualTo(new Quote("ACME", 2));
  }

  @Test
  void liesUnderItsViewItsFormAndItsKeyAsReadableText() {
    ask(quotes, "ACME");
    try (RedisClient client = RedisClient.create(redis.url())) {
      Set<String> keys = client.keys("shop:quotes:*");
      assertThat(keys).singleElement().asString().matches("shop:quotes:#[0-9a-f]{8}:ACME");
      assertThat(client.get(keys.iterator().next())).endsWith("{\"symbol\":\"ACME\",\"price\":1}");
    }
  }

  @Test
  void manyAreLookedUpAtOnceAndTheMissingLoadedAtOnce() {
    ask(quotes, "b");
    Map<String, Quote> found =
        quotes.getAll(
            List.of("a", "b", "c"),
            keys -> {
              assertThat(keys).containsExactly("a", "c");
              Map<String, Quote> loaded = new TreeMap<>();
              keys.forEach(key -> loaded.put(key, new Quote(key, 7)));
              return loaded;
            });
    assertThat(found.keySet()).containsExactly("a", "b", "c");
    assertThat(quotes.findAll(List.of("a", "c")).values())
        .allMatch(each -> each instanceof CacheResult.Hit<Quote>);
  }

  @Test
  void whileRedisIsGoneOneOfManyLoadsForAll() throws InterruptedException, ExecutionException {
    redis.stop();
    ExecutorService threads = Executors.newFixedThreadPool(50);
    try {
      List<Future<Quote>> asked =
          IntStream.range(0, 50)
              .mapToObj(i -> threads.submit(() -> quotes.get("ACME", load -> slow())))
              .toList();
      for (Future<Quote> each : asked) {
        assertThat(each.get().symbol()).isEqualTo("slow");
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(loads).hasValueLessThan(5); // who comes when the first has ended loads again
  }

  /** Takes until all others wait, as far as that can be seen. */
  private Quote slow() {
    loads.incrementAndGet();
    long until = System.nanoTime() + Duration.ofMillis(300).toNanos();
    await().until(() -> System.nanoTime() > until);
    return new Quote("slow", 0);
  }

  @Test
  void whatIsEvictedWhileRedisIsGoneIsNotHandedOnByALoadFromBefore() {
    redis.stop();
    Quote outer =
        quotes.get(
            "ACME",
            load -> {
              assertThat(quotes.evict("ACME")).isEqualTo(Answer.DEFERRED);
              return new Quote("old", 0);
            });
    assertThat(outer.symbol()).isEqualTo("old");
    assertThat(ask(quotes, "ACME")).isEqualTo(new Quote("ACME", 1));
    redis.restart();
    await().until(() -> ask(quotes, "ACME").equals(ask(quotes, "ACME")));
  }

  interface Catalog {
    @Cached(ttl = "1m", tags = "country:{country}")
    List<Quote> list(String country);

    @Cached(ttl = "1m")
    Optional<Quote> maybe(String symbol);

    @Cached(ttl = "1m")
    Map<String, List<Quote>> byExchange(int year);

    @Cached(ttl = "1m")
    CompletableFuture<Quote> later(String symbol);

    @Cached(ttl = "1m", cache = "each")
    Map<Integer, Quote> each(Set<Integer> ids);

    @CacheEvict(tags = "country:{country}")
    void changed(String country);
  }

  /** Counts what it is asked. */
  private final class SlowCatalog implements Catalog {
    @Override
    public List<Quote> list(String country) {
      return List.of(new Quote(country, loads.incrementAndGet()));
    }

    @Override
    public Optional<Quote> maybe(String symbol) {
      return Optional.of(new Quote(symbol, loads.incrementAndGet()));
    }

    @Override
    public Map<String, List<Quote>> byExchange(int year) {
      return Map.of("NYSE", list("ACME" + year));
    }

    @Override
    public CompletableFuture<Quote> later(String symbol) {
      return CompletableFuture.supplyAsync(() -> new Quote(symbol, loads.incrementAndGet()));
    }

    @Override
    public Map<Integer, Quote> each(Set<Integer> ids) {
      Map<Integer, Quote> each = new TreeMap<>();
      ids.forEach(id -> each.put(id, new Quote("q" + id, loads.incrementAndGet())));
      return each;
    }

    @Override
    public void changed(String country) {}
  }

  @Test
  void whatMethodsReturnIsReadByAnotherProcessAsItWasWritten() {
    Catalog here = one.proxy(Catalog.class, new SlowCatalog());
    Catalog there = two.proxy(Catalog.class, new SlowCatalog());

    assertThat(there.list("Germany")).isEqualTo(here.list("Germany"));
    assertThat(there.maybe("ACME")).isEqualTo(here.maybe("ACME"));
    assertThat(there.byExchange(2026)).isEqualTo(here.byExchange(2026));
    assertThat(there.later("ACME").join()).isEqualTo(here.later("ACME").join());
    assertThat(there.each(Set.of(1, 2))).isEqualTo(here.each(Set.of(1, 2)));
    assertThat(loads).hasValue(6);

    there.changed("Germany");

    assertThat(here.list("Germany")).isEqualTo(List.of(new Quote("Germany", 7)));
    assertThat(here.maybe("ACME")).isEqualTo(there.maybe("ACME"));
    assertThat(loads).hasValue(7);
  }
}
