package io.larder.cache.method;

import io.larder.cache.CacheSettings;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;

/** What a proxy does when a method is called. Immutable and thread-safe. */
sealed interface MethodPlan permits CachedPlan, ChangePlan {

  /** The method that is behind it: that of the class if it has one, else that of the interface. */
  Method method();

  /**
   * This plan with what the other annotations of its caches say.
   *
   * @param settings what the methods say that cache under a name
   * @param versions the version of a cache, where it has one
   */
  MethodPlan completed(
      Map<String, Set<CacheSettings>> settings, Map<String, CacheSettings> versions);
}
