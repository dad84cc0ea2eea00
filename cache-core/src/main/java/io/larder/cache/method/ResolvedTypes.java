package io.larder.cache.method;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the type variables of generic types stand for in one class: {@code T} of {@code Repo<T>} is
 * {@code Quote} in a class that implements {@code Repo<Quote>}.
 */
final class ResolvedTypes {

  private final Map<TypeVariable<?>, Type> bindings = new HashMap<>();
  private final Set<Class<?>> seen = new HashSet<>();

  /** Looks into all that the classes extend and implement; the first to say a type wins. */
  ResolvedTypes(Class<?>... classes) {
    for (Class<?> each : classes) {
      look(each);
    }
  }

  private void look(Type type) {
    if (type instanceof ParameterizedType generic) {
      Class<?> raw = (Class<?>) generic.getRawType();
      for (int i = 0; i < raw.getTypeParameters().length; i++) {
        bindings.putIfAbsent(raw.getTypeParameters()[i], generic.getActualTypeArguments()[i]);
      }
      look(raw);
    } else if (type instanceof Class<?> raw && seen.add(raw)) {
      if (raw.getGenericSuperclass() != null) {
        look(raw.getGenericSuperclass());
      }
      Arrays.stream(raw.getGenericInterfaces()).forEach(this::look);
    }
  }

  /**
   * The type with its variables replaced where they are known, and wildcards by what they extend.
   */
  Type resolve(Type type) {
    if (type instanceof TypeVariable<?> variable) {
      Type bound = bindings.get(variable);
      return bound == null ? type : resolve(bound);
    }
    if (type instanceof WildcardType wildcard) {
      return resolve(wildcard.getUpperBounds()[0]);
    }
    if (type instanceof GenericArrayType array) {
      Type component = resolve(array.getGenericComponentType());
      return component instanceof Class<?> raw ? raw.arrayType() : new ArrayOf(component);
    }
    if (type instanceof ParameterizedType generic) {
      List<Type> arguments =
          Arrays.stream(generic.getActualTypeArguments()).map(this::resolve).toList();
      return arguments.equals(List.of(generic.getActualTypeArguments()))
          ? type
          : new GenericType(generic, arguments);
    }
    return type;
  }

  /** The classes of a method's parameters, as they are where its variables are known. */
  List<Class<?>> parameters(Method method) {
    return Arrays.stream(method.getGenericParameterTypes())
        .<Class<?>>map(each -> raw(resolve(each)))
        .toList();
  }

  /** The class of a type; that of a variable is what it extends. */
  Class<?> raw(Type type) {
    if (type instanceof Class<?> raw) {
      return raw;
    }
    if (type instanceof ParameterizedType generic) {
      return (Class<?>) generic.getRawType();
    }
    if (type instanceof GenericArrayType array) {
      return Array.newInstance(raw(array.getGenericComponentType()), 0).getClass();
    }
    if (type instanceof TypeVariable<?> variable) {
      return raw(resolve(variable.getBounds()[0]));
    }
    return raw(((WildcardType) type).getUpperBounds()[0]);
  }

  /** Whether a type still has a variable that nobody has said. */
  static boolean isOpen(Type type) {
    if (type instanceof ParameterizedType generic) {
      return Arrays.stream(generic.getActualTypeArguments()).anyMatch(ResolvedTypes::isOpen);
    }
    if (type instanceof GenericArrayType array) {
      return isOpen(array.getGenericComponentType());
    }
    return type instanceof TypeVariable<?>;
  }
}
