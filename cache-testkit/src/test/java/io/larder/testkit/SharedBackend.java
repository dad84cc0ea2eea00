package io.larder.testkit;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.Health;
import io.larder.cache.StoredKey;
import io.larder.cache.spi.Backend;
import io.larder.cache.spi.View;
import java.util.Collection;
import java.util.List;

/** A backend that several Larders stand on, so that none of them closes it. */
public record SharedBackend(Backend backend) implements Backend {

  @Override
  public <V> CacheStore<V> open(View<V> view) {
    return backend.open(view);
  }

  @Override
  public Answer invalidate(Collection<String> tags) {
    return backend.invalidate(tags);
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
  public void close() {}
}
