package io.larder.cache.method;

import io.larder.cache.CacheSettings;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A method that always runs and changes what is cached. In this order: keys and tags of everything
 * are made of the arguments, so that a refusal comes before the method has done anything; {@code
 * before} is ended; the method runs; if it has returned, or its future has completed with a value,
 * {@code puts} are stored and then {@code after} is ended.
 *
 * @param method see {@link MethodPlan}
 * @param form how the method hands out its value
 */
record ChangePlan(
    Method method, ResultForm form, List<PutPlan> puts, List<Eviction> before, List<Eviction> after)
    implements MethodPlan {

  ChangePlan {
    puts = List.copyOf(puts);
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  @Override
  public ChangePlan completed(
      Map<String, Set<CacheSettings>> settings, Map<String, CacheSettings> versions) {
    List<PutPlan> whole = puts.stream().map(each -> each.completed(settings, versions)).toList();
    return new ChangePlan(method, form, whole, before, after);
  }
}
