package io.larder.cache.method;

import io.larder.cache.CacheSettings;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A method that answers from its cache.
 *
 * @param method see {@link MethodPlan}
 * @param cache the name of the cache, fit for a view
 * @param key of a call; of a batch that of one item, made of {@link Batch#single}
 * @param tags of what is stored, made of the same arguments as the key
 * @param settings as the annotation says
 * @param result what is stored, of a batch that of one item, and how a call hands it out
 * @param batch null if it is none
 */
record CachedPlan(
    Method method,
    String cache,
    CallKey key,
    CallTags tags,
    CacheSettings settings,
    Result result,
    @Nullable Batch batch)
    implements MethodPlan {

  @Override
  public CachedPlan completed(
      Map<String, Set<CacheSettings>> unused, Map<String, CacheSettings> versions) {
    CacheSettings whole = versions.getOrDefault(cache, CacheSettings.NONE).over(settings);
    return new CachedPlan(method, cache, key, tags, whole, result, batch);
  }
}
