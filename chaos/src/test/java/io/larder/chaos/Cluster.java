package io.larder.chaos;

import io.larder.redis.testing.ChaosProxy;
import io.larder.redis.testing.ClusterFixture;
import io.larder.redis.testing.ClusterOptions;
import io.larder.redis.testing.PrivateCluster;
import io.larder.redis.testing.RedisNode;
import io.larder.redis.testing.RedisNode.Kept;
import io.larder.redis.testing.RedisServerOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A cluster of three masters with a replica each, each behind a proxy. */
final class Cluster implements Site {

  private static final int SLOTS_MOVED = 20;

  private final PrivateCluster cluster =
      ClusterFixture.start(
          ClusterOptions.defaults()
              .withServers(RedisServerOptions.defaults().withUser(USER, PASSWORD))
              .behindProxies());
  private RedisNode concerned = cluster.masterOf(META);

  @Override
  public String name() {
    return "a cluster";
  }

  @Override
  public String uri() {
    return "redis+cluster://%s".formatted(cluster.hostsAndPorts());
  }

  @Override
  public void kill() {
    concerned = cluster.masterOf(META);
    concerned.kill();
  }

  @Override
  public void restart(Kept kept) {
    concerned.restart(kept == Kept.NOTHING ? Kept.PLACE : kept);
  }

  @Override
  public void pause() {
    concerned = cluster.masterOf(META);
    concerned.pause();
  }

  @Override
  public void resume() {
    concerned.resume();
  }

  @Override
  public int unnoticedMillis() {
    return 300;
  }

  @Override
  public @Nullable Object command(String... command) {
    return cluster.commandAt(META, command);
  }

  @Override
  public void commandAtPrimaries(String... command) {
    cluster.masters().forEach(it -> it.command(command));
  }

  @Override
  public void commandAtAll(String... command) {
    cluster.nodes().forEach(it -> it.command(command));
  }

  @Override
  public List<ChaosProxy> proxies() {
    return cluster.nodes().stream().map(cluster::proxyOf).toList();
  }

  @Override
  public void repair() {
    cluster.nodes().stream().filter(it -> !it.isUp()).forEach(it -> it.restart(Kept.PLACE));
    cluster.awaitSettled();
  }

  private void migrate() {
    int first = cluster.slotOf(META);
    RedisNode from = cluster.masterOf(META);
    RedisNode to = cluster.masters().stream().filter(it -> it != from).findFirst().orElseThrow();
    cluster.migrateSlot(first, to).complete();
    for (int item = 0; item < SLOTS_MOVED; item++) {
      int slot = cluster.slotOf(NAMESPACE + ":values:" + item);
      if (cluster.masterOf(slot) != to) {
        cluster.migrateSlot(slot, to).complete();
      }
    }
  }

  @Override
  public List<Fault> ownFaults() {
    return List.of(
        Fault.named("failover: a master killed").begins(this::kill).lasts(4000).healsItself(),
        Fault.named("slots migrated, the clock's too").begins(this::migrate).lasts(1000));
  }

  @Override
  public void close() {
    cluster.close();
  }
}
