package io.larder.redis;

import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static org.awaitility.Awaitility.await;

import io.larder.cache.CacheStore;
import io.larder.cache.CopyStats;
import io.larder.cache.Terms;
import io.larder.cache.spi.Backend;
import io.larder.cache.spi.StoreUri;
import io.larder.cache.spi.View;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Some nodes with copies in memory over one Redis, with one view each, in one namespace. */
final class TieredLab implements AutoCloseable {

  final List<Backend> backends;
  final List<CacheStore<String>> nodes;

  private TieredLab(Stream<Backend> opened) {
    backends = opened.toList();
    nodes =
        backends.stream().map(each -> each.open(new View<>("v", "v:", new Lab.Text()))).toList();
  }

  /** Some nodes that go the same way. */
  static TieredLab of(int nodes, String uri) {
    return new TieredLab(IntStream.range(0, nodes).mapToObj(i -> open(uri)));
  }

  /** Nodes each of which goes its own way. */
  static TieredLab of(String... uris) {
    return new TieredLab(Stream.of(uris).map(TieredLab::open));
  }

  private static Backend open(String uri) {
    return new RedisProvider().open(StoreUri.parse("tiered+" + uri), Lab.context("shop"));
  }

  CacheStore<String> node(int which) {
    return nodes.get(which);
  }

  CopyStats stats(int which) {
    return backends.get(which).copyStats();
  }

  /** Returns whether a node serves a key from its memory. */
  boolean isCopied(int which, String key) {
    look(node(which), key);
    long before = stats(which).hits();
    look(node(which), key);
    return stats(which).hits() > before;
  }

  /** Has all nodes copy a new value, however often a busy machine has them try. */
  void copy(String key, String value) {
    copy(key, value, Lab.MINUTE);
  }

  /** Has all nodes copy a new value with these terms. */
  void copy(String key, String value, Terms terms) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              if (look(node(0), key).equals("Miss")) {
                store(node(0), key, value, terms);
              }
              return IntStream.range(0, nodes.size()).allMatch(i -> isCopied(i, key));
            });
  }

  /** How many look-ups copies have answered, of the node that has fewest. */
  long copyHits() {
    return IntStream.range(0, nodes.size()).mapToLong(i -> stats(i).hits()).min().orElse(0);
  }

  @Override
  public void close() {
    backends.forEach(Backend::close);
  }
}
