package io.larder.cache.method;

import io.larder.cache.CacheSettings;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Set;

/**
 * A value that is stored when its method has returned it.
 *
 * @param cache the name of the cache, fit for a view
 * @param settings as the annotation says, and where it says nothing, as the method that caches
 *     under that name does, if there is one
 * @param valueType what is stored
 */
record PutPlan(String cache, CallKey key, CallTags tags, CacheSettings settings, Type valueType) {

  /** See {@link MethodPlan#completed}; where several methods cache and disagree, none is asked. */
  PutPlan completed(Map<String, Set<CacheSettings>> others, Map<String, CacheSettings> versions) {
    Set<CacheSettings> said = others.getOrDefault(cache, Set.of());
    CacheSettings whole = said.size() == 1 ? settings.over(said.iterator().next()) : settings;
    return new PutPlan(
        cache, key, tags, versions.getOrDefault(cache, CacheSettings.NONE).over(whole), valueType);
  }
}
