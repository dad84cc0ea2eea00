package io.larder.cache.memory;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.Health;
import io.larder.cache.StoredKey;
import io.larder.cache.spi.Backend;
import io.larder.cache.spi.View;
import java.util.Collection;
import java.util.List;

/** A store that holds nothing: every caller goes on as if there were no cache. */
final class NoneBackend implements Backend {

  @Override
  public <V> CacheStore<V> open(View<V> view) {
    return new NoneStore<>(view.name());
  }

  @Override
  public boolean keepsReferences() {
    return true;
  }

  @Override
  public Answer invalidate(Collection<String> tags) {
    return Answer.APPLIED;
  }

  @Override
  public Answer softPurge(Collection<String> tags) {
    return Answer.APPLIED;
  }

  @Override
  public Answer clear() {
    return Answer.APPLIED;
  }

  @Override
  public Health health() {
    return new Health(true, describe());
  }

  @Override
  public List<StoredKey> inspect(String pattern, int most) {
    return List.of();
  }

  @Override
  public String describe() {
    return "no store";
  }

  @Override
  public void close() {}
}
