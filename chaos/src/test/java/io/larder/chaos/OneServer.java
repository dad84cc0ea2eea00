package io.larder.chaos;

import io.larder.redis.testing.ChaosProxy;
import io.larder.redis.testing.PrivateRedis;
import io.larder.redis.testing.RedisFixture;
import io.larder.redis.testing.RedisNode.Kept;
import io.larder.redis.testing.RedisServerOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One server behind a proxy. */
final class OneServer implements Site {

  private final PrivateRedis redis =
      RedisFixture.start(RedisServerOptions.defaults().withUser(USER, PASSWORD));
  private final ChaosProxy proxy = ChaosProxy.to(redis.host(), redis.port());

  @Override
  public String name() {
    return "one server";
  }

  @Override
  public String uri() {
    return "redis://127.0.0.1:%d/0".formatted(proxy.port());
  }

  @Override
  public void kill() {
    redis.kill();
  }

  @Override
  public void restart(Kept kept) {
    if (kept == Kept.FILES) {
      redis.restartFromSnapshot();
    } else {
      redis.restart();
    }
  }

  @Override
  public void pause() {
    redis.pause();
  }

  @Override
  public void resume() {
    redis.resume();
  }

  @Override
  public int unnoticedMillis() {
    return 3000; // nobody would replace it
  }

  @Override
  public @Nullable Object command(String... command) {
    return redis.command(command);
  }

  @Override
  public void commandAtPrimaries(String... command) {
    redis.command(command);
  }

  @Override
  public void commandAtAll(String... command) {
    redis.command(command);
  }

  @Override
  public List<ChaosProxy> proxies() {
    return List.of(proxy);
  }

  @Override
  public void repair() {
    // There is nothing but the server, which is up after each fault.
  }

  @Override
  public List<Fault> ownFaults() {
    return List.of();
  }

  @Override
  public void close() {
    proxy.close();
    redis.close();
  }
}
