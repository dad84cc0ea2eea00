package example;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.Health;
import io.larder.cache.StoredKey;
import io.larder.cache.spi.Backend;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.View;
import io.larder.testkit.MapBackend;
import java.util.Collection;
import java.util.List;

/** A store of its own, as far as the test kit is concerned. */
record ShelfBackend(MapBackend maps) implements Backend {

  ShelfBackend(BackendContext context) {
    this(new MapBackend(context));
  }

  void vanish(String view, String key) {
    maps.vanish(view, key);
  }

  @Override
  public <V> CacheStore<V> open(View<V> view) {
    return maps.open(view);
  }

  @Override
  public Answer invalidate(Collection<String> tags) {
    return maps.invalidate(tags);
  }

  @Override
  public Answer softPurge(Collection<String> tags) {
    return maps.softPurge(tags);
  }

  @Override
  public Answer clear() {
    return maps.clear();
  }

  @Override
  public Health health() {
    return maps.health();
  }

  @Override
  public List<StoredKey> inspect(String pattern, int most) {
    return maps.inspect(pattern, most);
  }

  @Override
  public String describe() {
    return "a shelf";
  }

  @Override
  public void close() {
    maps.close();
  }
}
