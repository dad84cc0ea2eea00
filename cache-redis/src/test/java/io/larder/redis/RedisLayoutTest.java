package io.larder.redis;

import static io.larder.redis.Lab.MINUTE;
import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.StoredKey;
import io.larder.cache.Terms;
import io.larder.cache.spi.View;
import io.larder.redis.testing.RedisFixture;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What lies in Redis, seen by another client. */
class RedisLayoutTest {

  private final RedisFixture redis = RedisFixture.shared();
  private final String namespace = RedisFixture.namespace();
  private final RedisBackend backend = Lab.open(redis.url(), namespace);
  private final CacheStore<String> quotes = Lab.view(backend, "quotes");

  @AfterEach
  void close() {
    backend.close();
  }

  @Test
  void anEntryIsAStringWithItsTtlAndEndsInThePayload() {
    store(quotes, "ACME", "{\"price\":12}", Terms.ttl(Duration.ofSeconds(30)));

    String key = namespace + ":quotes:ACME";
    assertThat(redis.command("TYPE", key)).isEqualTo("string");
    assertThat((Long) redis.command("PTTL", key)).isBetween(20_000L, 30_000L);
    assertThat(redis.command("GETRANGE", key, "-12", "-1")).isEqualTo("{\"price\":12}");
  }

  @Test
  void staleTimeIsAddedToTheTtl() {
    Terms terms = Terms.ttl(Duration.ofSeconds(30)).staleIfError(Duration.ofSeconds(60));
    store(quotes, "ACME", "x", terms);

    assertThat((Long) redis.command("PTTL", namespace + ":quotes:ACME"))
        .isBetween(80_000L, 90_000L);
  }

  @Test
  void theTimeThatItIsKeptIsAddedToTheTtl() {
    Duration keep = Duration.ofSeconds(60);
    Terms terms = Terms.ttl(Duration.ofSeconds(30)).staleIfError(Duration.ofSeconds(10));
    store(quotes, "ACME", "x", terms.keep(keep));
    store(quotes, "OTHER", "x", Terms.kept(keep));

    assertThat((Long) redis.command("PTTL", namespace + ":quotes:ACME"))
        .isBetween(80_000L, 90_000L);
    assertThat((Long) redis.command("PTTL", namespace + ":quotes:OTHER"))
        .isBetween(50_000L, 60_000L);
  }

  @Test
  void aPageLiesUnderItsUri() {
    CacheStore<String> pages = backend.open(new View<>("pages", "", new Lab.Text()));
    String uri = "http://localhost:5000/universities?country=Germany";
    store(pages, uri, "[]");

    assertThat(redis.command("EXISTS", namespace + ":" + uri)).isEqualTo(1L);
    assertThat(look(pages, uri)).isEqualTo("[]");
  }

  @Test
  void aClaimLivesForTheFenceWindow() {
    quotes.claim("ACME");

    assertThat((Long) redis.command("PTTL", namespace + ":quotes:ACME"))
        .isBetween(50_000L, 60_000L);
  }

  @Test
  void theClockIsOneSortedSetWithoutATtl() {
    quotes.invalidate(List.of("country:Germany"));
    backend.softPurge(List.of("soft"));
    quotes.clear();

    String meta = "{" + namespace + "}:meta";
    assertThat(redis.command("TYPE", meta)).isEqualTo("zset");
    assertThat(redis.command("PTTL", meta)).isEqualTo(-1L);
    assertThat((List<?>) redis.command("ZRANGE", meta, "0", "-1"))
        .map(String::valueOf)
        .containsExactlyInAnyOrder(
            "clock", "floor", "last", "c:quotes", "t:country:Germany", "s:soft");
    String clock = (String) redis.command("ZSCORE", meta, "clock");
    assertThat(clock).matches("[0-9]{16}");
    assertThat(redis.command("ZSCORE", meta, "c:quotes")).isEqualTo(clock);
  }

  @Test
  void theAgeComesFromTheTtlAndNobodysClock() {
    store(quotes, "ACME", "x", MINUTE.aged(Duration.ofSeconds(5)));
    redis.command("PEXPIRE", namespace + ":quotes:ACME", "20000");

    CacheEntry<String> entry = (CacheEntry<String>) quotes.find("ACME");

    long now = System.nanoTime();
    assertThat(entry.age(now)).isBetween(Duration.ofSeconds(45), Duration.ofSeconds(50));
    assertThat(Duration.ofNanos(entry.freshNanosLeft(now)))
        .isBetween(Duration.ofSeconds(15), Duration.ofSeconds(20));
  }

  @Test
  void inspectionShowsWhatLiesThereAndNothingElse() {
    store(quotes, "ACME", "{\"price\":12}", MINUTE.tagged("t"));
    quotes.claim("waiting");
    redis.command("SET", namespace + ":quotes:hand", "made", "PX", "60000");
    redis.command("SET", "other-" + namespace, "made", "PX", "60000");

    List<StoredKey> keys = backend.inspect("*" + namespace + "*", 100);

    assertThat(keys)
        .extracting(StoredKey::key)
        .containsExactlyInAnyOrder(
            namespace + ":quotes:ACME",
            namespace + ":quotes:waiting",
            namespace + ":quotes:hand",
            "{" + namespace + "}:meta");
    StoredKey acme = find(keys, ":quotes:ACME");
    assertThat(acme.type()).isEqualTo("string");
    assertThat(acme.bytes()).isEqualTo(12);
    assertThat(acme.tags()).containsExactly("t");
    assertThat(acme.head()).isEqualTo("{\"price\":12}");
    assertThat(acme.ttl()).isBetween(Duration.ofSeconds(55), Duration.ofSeconds(60));
    assertThat(find(keys, ":waiting").note()).isEqualTo("claim");
    assertThat(find(keys, ":hand").note()).isEqualTo("unreadable");
    assertThat(find(keys, ":meta").type()).isEqualTo("meta");
    assertThat(backend.inspect(namespace + ":quotes:A*", 100)).hasSize(1);
    assertThat(backend.inspect(namespace + ":quotes:?CME", 100)).isEmpty();
    assertThat(backend.inspect("*" + namespace + "*", 2)).hasSize(2);
  }

  @Test
  void inspectionSaysWhatAnEventHasEndedOrMadeStale() {
    CacheStore<String> pages = backend.open(new View<>("pages", "", new Lab.Text()));
    CacheStore<String> others = Lab.view(backend, "others");
    for (String tag : List.of("ended", "soft", "none")) {
      store(quotes, tag, "x", MINUTE.tagged(tag));
      store(pages, "v=2!http://h/" + tag, "x", MINUTE.tagged(tag));
    }
    store(others, "a", "x");
    store(others, "b", "x", MINUTE.tagged("none"));

    backend.invalidate(List.of("ended"));
    backend.softPurge(List.of("soft"));

    assertThat(notes())
        .containsExactly(
            "others:a null",
            "others:b null",
            "quotes:ended ended",
            "quotes:none null",
            "quotes:soft soft-purged",
            "v=2!http://h/ended ended",
            "v=2!http://h/none null",
            "v=2!http://h/soft soft-purged");
    pages.clear();
    assertThat(notes())
        .filteredOn(note -> note.startsWith("v=2"))
        .allMatch(it -> it.endsWith(" ended"));
    assertThat(notes()).contains("quotes:none null", "others:a null");
    quotes.clear();
    assertThat(notes()).contains("quotes:none ended", "others:a null");
    backend.clear();
    store(quotes, "new", "x");
    assertThat(notes()).contains("others:a ended", "quotes:new null");
  }

  @Test
  void withoutItsClockNothingIsServedAnyMore() {
    store(quotes, "ACME", "x");
    redis.command("DEL", "{" + namespace + "}:meta");

    assertThat(notes()).containsExactly("quotes:ACME ended");
    assertThat(look(quotes, "ACME")).isEqualTo("Miss");
  }

  private List<String> notes() {
    return backend.inspect(namespace + ":*", 100).stream()
        .map(key -> key.key().substring(namespace.length() + 1) + " " + key.note())
        .toList();
  }

  @Test
  void itSaysWhatItIs() {
    assertThat(backend.describe())
        .isEqualTo("redis://" + redis.host() + ":" + redis.port() + "/0 namespace " + namespace);
    assertThat(backend.health().reachable()).isTrue();
    assertThat(backend.health().detail()).contains("redis ").endsWith(":" + redis.port());
  }

  private static StoredKey find(List<StoredKey> keys, String end) {
    return keys.stream().filter(key -> key.key().endsWith(end)).findFirst().orElseThrow();
  }
}
