package io.larder.redis;

import io.larder.cache.CacheStore;
import io.larder.redis.testing.ClusterFixture;
import io.larder.redis.testing.ClusterOptions;
import io.larder.redis.testing.PrivateCluster;
import io.larder.redis.testing.RedisNode;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A cluster of a test's own with the namespace {@code shop}, and where the keys of a view lie. */
final class ClusterLab implements AutoCloseable {

  final PrivateCluster redis;

  ClusterLab(ClusterOptions options) {
    redis = ClusterFixture.start(options);
  }

  RedisBackend open(String options) {
    return Lab.open(uri() + options, "shop");
  }

  /** Opens a store for tests in which servers hang. */
  RedisBackend openHasty(String options) {
    return Lab.openHasty(uri() + options, "shop");
  }

  private String uri() {
    return "redis+cluster://" + redis.hostsAndPorts();
  }

  static CacheStore<String> view(RedisBackend backend) {
    return Lab.view(backend, "v");
  }

  /** The name under which a key of the view lies. */
  static String entry(String key) {
    return "shop:v:" + key;
  }

  static int slot(String key) {
    return SlotTable.slot(Lab.bytes(entry(key)));
  }

  static int clockSlot() {
    return SlotTable.slot(new Layout("shop").meta());
  }

  /** The master that has the clock. */
  RedisNode clockMaster() {
    return redis.masterOf(clockSlot());
  }

  /** Another one than that. */
  RedisNode otherMaster() {
    RedisNode clock = clockMaster();
    return redis.masters().stream().filter(it -> it != clock).findFirst().orElseThrow();
  }

  /** Keys of the view that lie on a master. */
  List<String> keysOn(RedisNode master, int number) {
    return allKeys().filter(key -> redis.masterOf(slot(key)) == master).limit(number).toList();
  }

  String keyOn(RedisNode master) {
    return keysOn(master, 1).get(0);
  }

  /** Keys of the view that lie in one slot. */
  static List<String> keysIn(int slot, int number) {
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> "s" + i)
        .filter(key -> slot(key) == slot)
        .limit(number)
        .toList();
  }

  private static Stream<String> allKeys() {
    return IntStream.iterate(0, i -> i + 1).mapToObj(i -> "k" + i);
  }

  @Override
  public void close() {
    redis.close();
  }
}
