package io.larder.cache.method;

import io.larder.cache.CacheSettings;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The plans of all annotated methods of an interface or class. Immutable and thread-safe; compiling
 * them calls none of the application's methods.
 */
final class MethodPlans {

  private final Map<Method, MethodPlan> plans;
  private final List<CacheUse> uses;

  private MethodPlans(Map<Method, MethodPlan> plans, List<CacheUse> uses) {
    this.plans = plans;
    this.uses = List.copyOf(uses);
  }

  /**
   * Compiles what a proxy of an interface does. Each method of {@code type.getMethods()} that is
   * annotated, there or in {@code target}, has a plan, bridges included.
   *
   * @param type the interface
   * @param target the class behind the proxy
   * @throws IllegalArgumentException if an annotation cannot be followed, with a sentence that
   *     names class, method and, if it is about one, parameter, and says what to do
   */
  static MethodPlans ofInterface(Class<?> type, Class<?> target) {
    if (!type.isInterface()) {
      throw new IllegalArgumentException(
          type.getName() + " is no interface: give an interface, or use larder.subclass");
    }
    if (!type.isAssignableFrom(target)) {
      throw new IllegalArgumentException(
          target.getName() + " does not implement " + type.getName());
    }
    ResolvedTypes types = new ResolvedTypes(target, type);
    MethodGroups groups = new MethodGroups(type, target, types);
    Reach.checkHierarchy(groups);
    Map<List<Method>, List<Method>> callable = new LinkedHashMap<>();
    for (Method each : type.getMethods()) {
      if (!Modifier.isStatic(each.getModifiers())) {
        callable.computeIfAbsent(groups.of(each), unused -> new ArrayList<>()).add(each);
      }
    }
    for (List<Method> chain : groups.all()) {
      if (!callable.containsKey(chain) && isAnnotated(chain)) {
        Reach.checkInterface(type, chain);
      }
    }
    return compile(type, target, types, callable);
  }

  /**
   * Compiles what a subclass does. Each annotated method has a plan under {@link
   * MethodPlan#method()}, which is the one to be overridden; bridges lead to it by themselves.
   *
   * @throws IllegalArgumentException as {@link #ofInterface} does
   */
  static MethodPlans ofClass(Class<?> type) {
    if (type.isInterface() || Modifier.isFinal(type.getModifiers()) || type.isSealed()) {
      throw new IllegalArgumentException(
          type.getName()
              + " can have no subclass: remove final or sealed, or put an interface in front of it"
              + " and use larder.proxy");
    }
    ResolvedTypes types = new ResolvedTypes(type);
    MethodGroups groups = new MethodGroups(type, type, types);
    Reach.checkHierarchy(groups);
    Map<List<Method>, List<Method>> callable = new LinkedHashMap<>();
    for (List<Method> chain : groups.all()) {
      if (isAnnotated(chain)) {
        Reach.checkSubclass(type, chain);
        callable.put(chain, List.of(chain.get(0)));
      }
    }
    return compile(type, type, types, callable);
  }

  private static MethodPlans compile(
      Class<?> type,
      Class<?> target,
      ResolvedTypes types,
      Map<List<Method>, List<Method>> callable) {
    Map<Method, MethodPlan> plans = new HashMap<>();
    List<CacheUse> uses = new ArrayList<>();
    callable.forEach(
        (chain, seen) -> {
          MethodPlan plan = new PlanCompiler(type, target, types, chain, uses).compile();
          if (plan != null) {
            Reach.checkNotOfObject(chain);
            seen.forEach(each -> plans.put(each, plan));
          }
        });
    if (plans.isEmpty()) {
      throw new IllegalArgumentException(
          "no method of "
              + type.getName()
              + " is annotated, neither there nor in "
              + target.getName()
              + ": put @Cached, @CachePut or @CacheEvict of io.larder.cache.annotation on one");
    }
    Sharing.check(uses);
    return new MethodPlans(completed(plans, uses), uses);
  }

  /** Lets puts have what their cache's only method says, and all of a cache its version. */
  private static Map<Method, MethodPlan> completed(
      Map<Method, MethodPlan> plans, List<CacheUse> uses) {
    Map<String, CacheSettings> versions =
        uses.stream()
            .filter(each -> !each.version().isEmpty())
            .collect(
                Collectors.toMap(
                    CacheUse::cache,
                    each -> CacheSettings.builder().version(each.version()).build(),
                    (one, same) -> one));
    Map<String, Set<CacheSettings>> settings =
        Set.copyOf(plans.values()).stream()
            .filter(CachedPlan.class::isInstance)
            .map(CachedPlan.class::cast)
            .collect(
                Collectors.groupingBy(
                    CachedPlan::cache,
                    Collectors.mapping(CachedPlan::settings, Collectors.toUnmodifiableSet())));
    Map<MethodPlan, MethodPlan> done = new HashMap<>();
    Map<Method, MethodPlan> completed = new HashMap<>();
    plans.forEach(
        (method, plan) ->
            completed.put(
                method, done.computeIfAbsent(plan, each -> each.completed(settings, versions))));
    return Map.copyOf(completed);
  }

  private static boolean isAnnotated(List<Method> chain) {
    return chain.stream().anyMatch(each -> !Marks.of(each).isEmpty());
  }

  /**
   * The plan of a method; null: it is called as it is.
   *
   * @param method as a JDK proxy hands it over, or as {@link MethodPlan#method()} says
   */
  @Nullable MethodPlan of(Method method) {
    return plans.get(method);
  }

  /** The plans by their methods; unmodifiable, in no order. */
  Map<Method, MethodPlan> all() {
    return plans;
  }

  /** The caches that are used, and how; unmodifiable. */
  List<CacheUse> uses() {
    return uses;
  }
}
