package io.larder.cache.key;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a type says about its values before there is one: whether they can be written into keys. */
final class ArgumentTypes {

  private ArgumentTypes() {}

  /** See {@link ArgumentKeys#accepts}. */
  static boolean accepts(Type type) {
    return accepts(type, new HashSet<>());
  }

  /** See {@link TagValues#accepts}. */
  static boolean isPlain(Type type) {
    Type simple = simple(type);
    if (!(simple instanceof Class<?> raw)) {
      return simple instanceof ParameterizedType generic
          && isPlain(generic.getRawType()); // such as Class<T>
    }
    return !isContainer(raw) && (!raw.isRecord() || writesItself(raw)) && acceptsOwnText(raw);
  }

  /** Whether the class has parts that a plain text does not say apart. */
  static boolean isContainer(Class<?> raw) {
    return raw.isArray()
        || Collection.class.isAssignableFrom(raw)
        || Map.class.isAssignableFrom(raw)
        || Optional.class == raw;
  }

  /** Whether a record has a {@code toString} of its own, which the compiler's always is not. */
  static boolean writesItself(Class<?> raw) {
    try {
      // The one that the compiler makes is final, as few that are written are.
      return !Modifier.isFinal(raw.getMethod("toString").getModifiers());
    } catch (NoSuchMethodException e) {
      throw new AssertionError("every class has a toString", e);
    }
  }

  private static boolean accepts(Type type, Set<Type> seen) {
    if (!seen.add(type)) {
      return true; // a record that holds itself: its other components decide
    }
    Type simple = simple(type);
    if (simple instanceof GenericArrayType array) {
      return accepts(array.getGenericComponentType(), seen);
    }
    if (simple instanceof ParameterizedType generic) {
      Class<?> raw = (Class<?>) generic.getRawType();
      return isContainer(raw)
          ? Arrays.stream(generic.getActualTypeArguments()).allMatch(each -> accepts(each, seen))
          : accepts(raw, seen);
    }
    return !(simple instanceof Class<?> raw) || acceptsClass(raw, seen);
  }

  private static boolean acceptsClass(Class<?> raw, Set<Type> seen) {
    if (raw.isArray()) {
      return accepts(raw.getComponentType(), seen);
    }
    if (raw.isRecord()) {
      return Arrays.stream(raw.getRecordComponents())
          .map(RecordComponent::getGenericType)
          .allMatch(each -> accepts(each, seen));
    }
    return isContainer(raw) || acceptsOwnText(raw);
  }

  /** A value of an abstract type may have a better text than the type; {@code Object} is one. */
  private static boolean acceptsOwnText(Class<?> raw) {
    return raw.isPrimitive()
        || raw.isEnum()
        || raw == Object.class
        || Modifier.isAbstract(raw.getModifiers())
        || FaithfulText.has(raw);
  }

  /** A variable or a wildcard counts as what it extends. */
  private static Type simple(Type type) {
    if (type instanceof WildcardType wildcard) {
      return simple(wildcard.getUpperBounds()[0]);
    }
    if (type instanceof TypeVariable<?> variable) {
      Type bound = variable.getBounds()[0];
      return bound instanceof Class<?> ? bound : Object.class;
    }
    return type;
  }
}
