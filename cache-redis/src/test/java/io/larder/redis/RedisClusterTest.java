package io.larder.redis;

import static io.larder.redis.Lab.MINUTE;
import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Answer;
import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.Lookup;
import io.larder.cache.Miss;
import io.larder.cache.StoredKey;
import io.larder.redis.testing.ClusterOptions;
import io.larder.redis.testing.ProxyFlow;
import io.larder.redis.testing.RedisNode;
import io.larder.redis.testing.SlotMigration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A cluster whose slots move, and whose servers are all well. */
class RedisClusterTest {

  private final LogLines log = new LogLines();
  private final ClusterLab lab =
      new ClusterLab(
          ClusterOptions.defaults().withNodeTimeout(Duration.ofSeconds(20)).behindProxies());
  private final RedisBackend backend =
      lab.open("?connectTimeout=3s&timeout=3s&poolWait=3s&deadline=9s");
  private final CacheStore<String> store = ClusterLab.view(backend);

  @AfterEach
  void close() {
    backend.close();
    lab.close();
    log.close();
  }

  @Test
  void entriesLieOnAllServersAndTheClockOnOne() {
    List<String> keys = IntStream.range(0, 60).mapToObj(i -> "k" + i).toList();
    keys.forEach(key -> assertThat(store(store, key, key)).isEqualTo(FillResult.STORED));

    assertThat(store.findAll(keys)).allSatisfy((key, found) -> assertFound(key, found));
    assertThat(lab.redis.masters())
        .allSatisfy(it -> assertThat((Long) it.command("DBSIZE")).isPositive());
    assertThat(backend.inspect("*", 100)).extracting(StoredKey::type).contains("meta").hasSize(61);
    assertThat(backend.describe())
        .isEqualTo("redis+cluster://" + lab.redis.hostsAndPorts() + " namespace shop");
    assertThat(backend.health().detail()).contains(" (cluster)");

    assertThat(store.evictAll(keys)).isEqualTo(Answer.APPLIED);

    assertThat(store.findAll(keys).values()).hasOnlyElementsOfType(Miss.class);
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void aLookUpTakesOneRoundTripThoughItAsksTwoServers() {
    Duration latency = Duration.ofMillis(600);
    String key = lab.keyOn(lab.otherMaster());
    try (RedisBackend patient = lab.open("?timeout=5s&connectTimeout=5s&deadline=20s")) {
      CacheStore<String> view = ClusterLab.view(patient);
      store(view, key, "1");
      look(view, key);
      lab.redis
          .nodes()
          .forEach(node -> lab.redis.proxyOf(node).answers(ProxyFlow.delayed(latency)));

      Duration least = Duration.ofDays(1);
      for (int i = 0; i < 5; i++) {
        long start = System.nanoTime();
        assertThat(look(view, key)).isEqualTo("1");
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        least = took.compareTo(least) < 0 ? took : least;
      }

      // Once a second one of them asks who the servers are, which is a second trip.
      assertThat(least).isBetween(latency, latency.plus(latency).minusMillis(50));
    }
  }

  @Test
  void whatHasMovedIsFoundWhereItIs() {
    String key = lab.keyOn(lab.otherMaster());
    store(store, key, "1", MINUTE.tagged("t"));
    assertThat(look(store, key)).isEqualTo("1");

    lab.redis.migrateSlot(ClusterLab.slot(key), lab.clockMaster()).complete();

    assertThat(look(store, key)).isEqualTo("1");
    assertThat(store.evict(key)).isEqualTo(Answer.APPLIED);
    assertThat(store(store, key, "2", MINUTE.tagged("t"))).isEqualTo(FillResult.STORED);
    assertThat(store.softPurge(key)).isEqualTo(Answer.APPLIED);
    assertThat(store.invalidate(List.of("t"))).isEqualTo(Answer.APPLIED);
    assertThat(look(store, key)).isEqualTo("Miss");
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void theClockMayMoveToo() {
    String key = lab.keyOn(lab.otherMaster());
    store(store, key, "1", MINUTE.tagged("t"));

    lab.redis.migrateSlot(ClusterLab.clockSlot(), lab.otherMaster()).complete();

    assertThat(look(store, key)).isEqualTo("1");
    assertThat(store.invalidate(List.of("t"))).isEqualTo(Answer.APPLIED);
    assertThat(look(store, key)).isEqualTo("Miss");
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void eachOperationIsDoneOnceInASlotThatIsOnItsWay() {
    RedisNode from = lab.otherMaster();
    int slot = ClusterLab.slot(lab.keyOn(from));
    List<String> keys = ClusterLab.keysIn(slot, 8);
    keys.subList(0, 6).forEach(key -> store(store, key, key));
    SlotMigration migration = lab.redis.migrateSlot(slot, lab.clockMaster());

    migration.begin();
    assertThat(migration.moveKeys(3)).isEqualTo(3);

    // Some are here, some are there, and two are nowhere yet.
    Map<String, Lookup<String>> found = store.findAll(keys);
    keys.subList(0, 6).forEach(key -> assertFound(key, found.get(key)));
    keys.subList(6, 8).forEach(key -> assertThat(found.get(key)).isInstanceOf(Miss.class));
    keys.subList(0, 6).forEach(key -> assertThat(look(store, key)).isEqualTo(key));
    assertThat(store(store, keys.get(6), "new")).isEqualTo(FillResult.STORED);
    assertThat(look(store, keys.get(6))).isEqualTo("new");
    assertThat(store.put(store.claim(keys.get(7)), "put", MINUTE)).isEqualTo(Answer.APPLIED);
    assertThat(look(store, keys.get(7))).isEqualTo("put");
    Claim claim = store.claim(keys.get(0));
    assertThat(store.evictAll(keys.subList(0, 6))).isEqualTo(Answer.APPLIED);
    assertThat(store.fill(claim, "late", MINUTE)).isEqualTo(FillResult.REFUSED);
    assertThat(store.findAll(keys.subList(0, 6)).values()).hasOnlyElementsOfType(Miss.class);

    while (migration.moveKeys(10) > 0) {
      // until none is left
    }
    migration.finish();

    assertThat(look(store, keys.get(6))).isEqualTo("new");
    assertThat(look(store, keys.get(7))).isEqualTo("put");
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void theClockIsMovedInASlotThatIsOnItsWay() {
    String key = lab.keyOn(lab.otherMaster());
    store(store, key, "1", MINUTE.tagged("t"));
    SlotMigration migration = lab.redis.migrateSlot(ClusterLab.clockSlot(), lab.otherMaster());
    migration.begin();
    assertThat(look(store, key)).isEqualTo("1");
    while (migration.moveKeys(10) > 0) {
      // until none is left
    }

    assertThat(look(store, key)).isEqualTo("1");
    assertThat(store.invalidate(List.of("t"))).isEqualTo(Answer.APPLIED);
    assertThat(look(store, key)).isEqualTo("Miss");
    migration.finish();
    assertThat(store(store, key, "2")).isEqualTo(FillResult.STORED);
    assertThat(look(store, key)).isEqualTo("2");
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void slotsThatMoveUnderLoadLoseNoRequestAndServeNothingThatWasEnded() {
    List<String> keys = new ArrayList<>(lab.keysOn(lab.otherMaster(), 6));
    keys.addAll(lab.keysOn(lab.clockMaster(), 6));
    Traffic traffic = Traffic.on(store, keys);
    try (traffic) {
      await().until(() -> traffic.hits() > 100);
      RedisNode from = lab.otherMaster();
      for (String key : keys.subList(0, 6)) {
        if (lab.redis.masterOf(ClusterLab.slot(key)) == from) {
          lab.redis.migrateSlot(ClusterLab.slot(key), lab.clockMaster()).complete();
        }
      }
      lab.redis.migrateSlot(ClusterLab.clockSlot(), from).complete();
      long hits = traffic.hits();
      await().until(() -> traffic.hits() > hits + 1000);
    }

    assertThat(traffic.wrongs()).isEmpty();
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void whoNeedsTwoConnectionsNeverWaitsForWhoHasOneOfThem() throws Exception {
    String here = lab.keyOn(lab.clockMaster());
    List<RedisNode> others =
        lab.redis.masters().stream().filter(it -> it != lab.clockMaster()).toList();
    List<String> keys = List.of(lab.keyOn(others.get(0)), lab.keyOn(others.get(1)), here);
    List<String> reversed = List.of(keys.get(2), keys.get(1), keys.get(0));
    try (RedisBackend narrow = lab.open("?poolSize=1&poolWait=20s&timeout=20s&deadline=40s")) {
      CacheStore<String> view = ClusterLab.view(narrow);
      Queue<Lookup<String>> found = new ConcurrentLinkedQueue<>();
      List<Thread> callers =
          IntStream.range(0, 4)
              .mapToObj(
                  i ->
                      new Thread(
                          () -> {
                            for (int j = 0; j < 200; j++) {
                              found.addAll(view.findAll(i % 2 == 0 ? keys : reversed).values());
                            }
                          }))
              .toList();
      long start = System.nanoTime();
      callers.forEach(Thread::start);
      for (Thread caller : callers) {
        caller.join();
      }

      assertThat(found).hasSize(2400).hasOnlyElementsOfType(Miss.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    }
  }

  @Test
  void connectionsToAllServersThatAreResetCostOneMoreRoundAndNoLookAtTheSlots() throws Exception {
    String key = lab.keyOn(lab.otherMaster());
    store(store, key, "1");
    for (int resets = 0; resets < 5; resets++) {
      haveIdleConnections(key);
      long asked = calls("get|zmscore");
      lab.redis.nodes().forEach(node -> lab.redis.proxyOf(node).reset());

      assertThat(look(store, key)).isEqualTo("1");

      assertThat(calls("get|zmscore") - asked).as("each of the two servers, once").isEqualTo(2);
      // Its connection would be idle among those that were made since.
      await()
          .during(Duration.ofMillis(200))
          .until(() -> lastCommands().noneMatch("cluster"::equals));
    }
    assertThat(log.lines()).isEmpty();
  }

  /** Has some to each server that a look-up asks, by look-ups that are under way together. */
  private void haveIdleConnections(String key) throws InterruptedException {
    ProxyFlow delayed = ProxyFlow.delayed(Duration.ofMillis(100));
    lab.redis.nodes().forEach(node -> lab.redis.proxyOf(node).answers(delayed));
    List<Thread> callers =
        IntStream.range(0, 4).mapToObj(i -> new Thread(() -> look(store, key))).toList();
    callers.forEach(Thread::start);
    for (Thread caller : callers) {
      caller.join();
    }
    lab.redis.nodes().forEach(node -> lab.redis.proxyOf(node).heal());
  }

  /** Returns what was asked last on each connection of ours. */
  private Stream<String> lastCommands() {
    return lab.redis.masters().stream()
        .flatMap(master -> String.valueOf(master.command("CLIENT", "LIST")).lines())
        .filter(client -> client.contains("name=larder"))
        .map(client -> client.replaceFirst(".* cmd=([a-z]*).*", "$1"));
  }

  /** Returns how often the masters have been given some commands. */
  private long calls(String commands) {
    Pattern calls = Pattern.compile("cmdstat_(?:" + commands + "):calls=(\\d+)");
    return lab.redis.masters().stream()
        .map(master -> String.valueOf(master.command("INFO", "commandstats")))
        .flatMap(told -> calls.matcher(told).results())
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .sum();
  }

  @Test
  void someServersOfTheUriMayBeDown() {
    String one = lab.redis.hostsAndPorts().split(",")[4];
    try (RedisBackend some = Lab.open("redis+cluster://127.0.0.1:1,127.0.0.1:2," + one, "shop")) {
      assertThat(look(ClusterLab.view(some), "k")).isEqualTo("Miss");
      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void theUriOfOneServerIsToldThatItIsACluster() {
    RedisNode node = lab.otherMaster();
    try (RedisBackend one =
        Lab.open("redis://127.0.0.1:" + lab.redis.portForClients(node), "shop")) {
      CacheStore<String> view = ClusterLab.view(one);
      IntStream.range(0, 100).forEach(i -> assertThat(look(view, "k")).isEqualTo("Unavailable"));
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("is a server of a cluster (MOVED)", "redis+cluster://");
    }
  }

  @Test
  void closingLeavesNoConnectionAndNoThread() {
    RedisBackend more = lab.open("");
    IntStream.range(0, 50).forEach(i -> look(ClusterLab.view(more), "k" + i));
    backend.close();
    long open = connections();
    assertThat(open).isPositive();

    more.close();

    await().until(() -> connections() == 0);
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .map(Thread::getName)
                    .noneMatch(it -> it.startsWith("larder-redis") && it.contains(anyPort())));
  }

  private String anyPort() {
    return "" + lab.redis.portForClients(lab.redis.nodes().get(0));
  }

  private long connections() {
    return lab.redis.nodes().stream()
        .flatMap(node -> ((String) node.command("CLIENT", "LIST")).lines())
        .filter(line -> line.contains("name=larder "))
        .count();
  }

  private static void assertFound(String key, Lookup<String> found) {
    assertThat(found)
        .isInstanceOfSatisfying(
            CacheEntry.class, entry -> assertThat(entry.value()).isEqualTo(key));
  }
}
