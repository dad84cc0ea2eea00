package io.larder.testkit.contract;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.Health;
import io.larder.cache.Limits;
import io.larder.cache.StoredKey;
import io.larder.cache.spi.Backend;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.View;
import io.larder.testkit.MapBackend;
import io.larder.testkit.contract.BrokenStore.Rule;
import java.util.Collection;
import java.util.List;

/** A backend over maps of which one rule is taken out. */
record BrokenBackend(MapBackend backend, Rule broken) implements Backend {

  static BrokenBackend open(BackendContext context, Rule broken) {
    boolean unlimited = broken == Rule.SIZE_OF_VALUES;
    return new BrokenBackend(
        new MapBackend(
            new BackendContext(
                context.namespace(),
                context.ticker(),
                unlimited ? new Limits(Limits.MOST_VALUE_BYTES) : context.limits(),
                context.fenceWindow(),
                context.maxEntries())),
        broken);
  }

  void vanish(String view, String key) {
    backend.vanish(view, key);
  }

  @Override
  public <V> CacheStore<V> open(View<V> view) {
    return new BrokenStore<>(backend.open(view), this);
  }

  @Override
  public Answer invalidate(Collection<String> tags) {
    return switch (broken) {
      case INVALIDATE -> Answer.APPLIED;
      case INVALIDATE_ONLY_TAGGED -> backend.clear();
      default -> backend.invalidate(tags);
    };
  }

  @Override
  public Answer softPurge(Collection<String> tags) {
    return backend.softPurge(tags);
  }

  @Override
  public Answer clear() {
    return backend.clear();
  }

  @Override
  public Health health() {
    return backend.health();
  }

  @Override
  public List<StoredKey> inspect(String pattern, int most) {
    return backend.inspect(pattern, most);
  }

  @Override
  public String describe() {
    return backend.describe();
  }

  @Override
  public void close() {
    backend.close();
  }
}
