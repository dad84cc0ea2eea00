package io.larder.cache.method;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The methods of a class and of all that it extends and implements, those together that are one
 * because they override each other, type variables and bridges considered. Nearest first: the
 * class's own, those of what it extends, those of interfaces.
 */
final class MethodGroups {

  private record Signature(String name, List<Class<?>> parameters) {}

  private final ResolvedTypes types;
  private final Set<Class<?>> hierarchy = new LinkedHashSet<>();
  private final Map<Signature, List<Method>> groups = new LinkedHashMap<>();
  private final Map<Signature, Signature> resolved = new HashMap<>();

  /** Groups the methods of {@code target}, which is {@code type} or extends or implements it. */
  MethodGroups(Class<?> type, Class<?> target, ResolvedTypes types) {
    this.types = types;
    for (Class<?> each = target; each != null && each != Object.class; ) {
      hierarchy.add(each);
      each = each.getSuperclass();
    }
    Deque<Class<?>> interfaces = new ArrayDeque<>();
    if (type.isInterface()) {
      interfaces.add(type);
    }
    hierarchy.forEach(each -> interfaces.addAll(List.of(each.getInterfaces())));
    while (!interfaces.isEmpty()) {
      Class<?> next = interfaces.remove();
      if (!type.isInterface()) {
        hierarchy.remove(next); // behind those that extend it: their default methods are what runs
      }
      hierarchy.add(next);
      interfaces.addAll(List.of(next.getInterfaces()));
    }
    hierarchy.stream().flatMap(each -> Arrays.stream(each.getDeclaredMethods())).forEach(this::add);
  }

  private void add(Method method) {
    if (!isInherited(method) || method.isBridge()) {
      return;
    }
    Signature signature = new Signature(method.getName(), types.parameters(method));
    groups.computeIfAbsent(signature, unused -> new ArrayList<>()).add(method);
    resolved.putIfAbsent(erased(method), signature);
  }

  /** The classes that were looked into, nearest first, without {@code Object}. */
  Collection<Class<?>> hierarchy() {
    return hierarchy;
  }

  /** All methods that can be overridden, those that are one together, nearest first. */
  Collection<List<Method>> all() {
    return groups.values();
  }

  /** What is one with a method, or with the one that a bridge leads to; empty if nothing is. */
  List<Method> of(Method method) {
    Signature signature =
        method.isBridge()
            ? resolved.get(erased(method))
            : new Signature(method.getName(), types.parameters(method));
    return signature == null ? List.of() : groups.getOrDefault(signature, List.of());
  }

  private static Signature erased(Method method) {
    return new Signature(method.getName(), List.of(method.getParameterTypes()));
  }

  private static boolean isInherited(Method method) {
    return !Modifier.isStatic(method.getModifiers()) && !Modifier.isPrivate(method.getModifiers());
  }
}
