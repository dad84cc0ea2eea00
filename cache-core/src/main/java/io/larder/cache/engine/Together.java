package io.larder.cache.engine;

import io.larder.cache.FillContext;
import java.time.Duration;
import java.util.List;

/**
 * What is said of all that one call of a loader computes.
 *
 * @param loads of the keys that it computes
 */
record Together<V>(List<Load<V>> loads) implements FillContext {

  @Override
  public Together<V> ttl(Duration ttl) {
    loads.forEach(each -> each.ttl(ttl));
    return this;
  }

  @Override
  public Together<V> tags(String... tags) {
    loads.forEach(each -> each.tags(tags));
    return this;
  }

  @Override
  public Together<V> doNotStore() {
    loads.forEach(Load::doNotStore);
    return this;
  }
}
