package io.larder.cache.engine;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.Health;
import io.larder.cache.StoredKey;
import io.larder.cache.memory.MemoryProvider;
import io.larder.cache.spi.Backend;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.StoreUri;
import io.larder.cache.spi.View;
import java.util.Collection;
import java.util.List;

/** The memory, with something around each of its views. */
record WrappedBackend(Backend memory, Wrapper wrapper) implements Backend {

  WrappedBackend(BackendContext context, Wrapper wrapper) {
    this(new MemoryProvider().open(StoreUri.parse("memory:"), context), wrapper);
  }

  /** What stands around a view. */
  interface Wrapper {
    <V> CacheStore<V> around(CacheStore<V> store);
  }

  @Override
  public <V> CacheStore<V> open(View<V> view) {
    return wrapper.around(memory.open(view));
  }

  @Override
  public boolean keepsReferences() {
    return memory.keepsReferences();
  }

  @Override
  public Answer invalidate(Collection<String> tags) {
    return memory.invalidate(tags);
  }

  @Override
  public Answer softPurge(Collection<String> tags) {
    return memory.softPurge(tags);
  }

  @Override
  public Answer clear() {
    return memory.clear();
  }

  @Override
  public Health health() {
    return memory.health();
  }

  @Override
  public List<StoredKey> inspect(String pattern, int most) {
    return memory.inspect(pattern, most);
  }

  @Override
  public String describe() {
    return memory.describe();
  }

  @Override
  public void close() {
    memory.close();
  }
}
