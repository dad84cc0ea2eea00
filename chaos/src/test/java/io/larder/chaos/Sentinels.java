package io.larder.chaos;

import io.larder.redis.testing.ChaosProxy;
import io.larder.redis.testing.PrivateSentinel;
import io.larder.redis.testing.RedisNode;
import io.larder.redis.testing.RedisNode.Kept;
import io.larder.redis.testing.RedisServerOptions;
import io.larder.redis.testing.SentinelFixture;
import io.larder.redis.testing.SentinelOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A primary, its replica and three sentinels, each behind a proxy. */
final class Sentinels implements Site {

  private final PrivateSentinel all =
      SentinelFixture.start(
          SentinelOptions.defaults()
              .withServers(RedisServerOptions.defaults().withUser(USER, PASSWORD))
              .behindProxies());
  private RedisNode concerned = all.primary();

  @Override
  public String name() {
    return "sentinels";
  }

  @Override
  public String uri() {
    return "redis+sentinel://%s/%s/0".formatted(all.hostsAndPorts(), all.masterName());
  }

  @Override
  public void kill() {
    concerned = all.primary();
    concerned.kill();
  }

  @Override
  public void restart(Kept kept) {
    concerned.restart(kept == Kept.NOTHING ? Kept.PLACE : kept);
  }

  @Override
  public void pause() {
    concerned = all.primary();
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
    return all.commandAtPrimary(command);
  }

  @Override
  public void commandAtPrimaries(String... command) {
    all.commandAtPrimary(command);
  }

  @Override
  public void commandAtAll(String... command) {
    all.servers().forEach(it -> it.command(command));
  }

  @Override
  public List<ChaosProxy> proxies() {
    return all.servers().stream().map(all::proxyOf).toList();
  }

  @Override
  public void repair() {
    all.servers().stream().filter(it -> !it.isUp()).toList().forEach(all::restartAsReplica);
    all.awaitSettled();
  }

  @Override
  public List<Fault> ownFaults() {
    return List.of(
        Fault.named("failover: the primary killed").begins(this::kill).lasts(4000).healsItself());
  }

  @Override
  public void close() {
    all.close();
  }
}
