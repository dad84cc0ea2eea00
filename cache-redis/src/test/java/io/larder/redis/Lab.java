package io.larder.redis;

import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.Limits;
import io.larder.cache.Lookup;
import io.larder.cache.Terms;
import io.larder.cache.Ticker;
import io.larder.cache.codec.Codec;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.StoreUri;
import io.larder.cache.spi.View;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import redis.clients.jedis.UnifiedJedis;

/** What tests against a server share: how to open a store, and short words for what they do. */
final class Lab {

  static final Terms MINUTE = Terms.ttl(Duration.ofMinutes(1));

  private Lab() {}

  static BackendContext context(String namespace) {
    return new BackendContext(
        namespace, Ticker.system(), Limits.DEFAULT, Duration.ofSeconds(60), 1_000);
  }

  /** Opens a store that takes no busy machine for an outage. */
  static RedisBackend open(String url, String namespace) {
    return openAsItIs(
        with(url, "deadline=20s", "connectTimeout=10s", "timeout=10s", "poolWait=1s"), namespace);
  }

  /** Opens one with little more patience than by default: for tests in which servers hang. */
  static RedisBackend openHasty(String url, String namespace) {
    return openAsItIs(hasty(url), namespace);
  }

  /** Adds what a store is to wait for a little longer than by default. */
  static String hasty(String url) {
    return with(url, "deadline=3s", "connectTimeout=1s", "timeout=1s", "poolWait=500ms");
  }

  /** Adds options, unless the URL has them. */
  private static String with(String url, String... options) {
    String longer = url;
    for (String option : options) {
      String name = option.substring(0, option.indexOf('=') + 1);
      boolean raised = name.equals("deadline=") && url.matches(".*[?&](timeout|poolWait)=.*");
      if (!raised && !url.matches(".*[?&]" + name + ".*")) {
        longer += (longer.contains("?") ? "&" : "?") + option;
      }
    }
    return longer;
  }

  static RedisBackend openAsItIs(String url, String namespace) {
    // As the provider does, but for the advisor, which asks too and says something.
    return OwnClient.open(
        RedisOptions.of(StoreUri.parse(url)), context(namespace), InetAddress::getAllByName);
  }

  /** Opens a store over an injected client, of which it alone takes connections. */
  static RedisBackend over(UnifiedJedis client, String namespace) {
    // As users do, but for the advisor, which asks too, and whenever it comes to it.
    return new RedisBackend(
        context(namespace), RedisConnection.injected(client), MetaClock.MOST_TAGS);
  }

  static CacheStore<String> view(RedisBackend backend, String name) {
    return backend.open(new View<>(name, name + ":", new Text()));
  }

  static FillResult store(CacheStore<String> store, String key, String value, Terms terms) {
    Claim claim = store.claim(key);
    return store.fill(claim, value, terms);
  }

  static FillResult store(CacheStore<String> store, String key, String value) {
    return store(store, key, value, MINUTE);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The value of a hit, or the answer that is none as text. */
  static String look(CacheStore<String> store, String key) {
    Lookup<String> found = store.find(key);
    return found instanceof CacheEntry<String> entry
        ? String.valueOf(entry.value())
        : found.getClass().getSimpleName();
  }

  /** Text as UTF-8. */
  static final class Text implements Codec<String> {

    @Override
    public byte[] encode(String value) {
      return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String decode(ByteBuffer bytes) {
      return StandardCharsets.UTF_8.decode(bytes).toString();
    }
  }
}
