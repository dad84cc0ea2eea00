package io.larder.cache.method;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What a method returns, as a cache sees it.
 *
 * @param form how the value is handed out
 * @param valueType what is stored; never a primitive or a type variable
 */
record Result(ResultForm form, Type valueType) {

  /**
   * Looks into a return type.
   *
   * @throws IllegalArgumentException if nothing of it can be stored
   */
  static Result of(Type returned, Place place) {
    Type value = returned;
    boolean future = isFuture(value);
    if (future) {
      value = content(value, place);
    }
    boolean optional = raw(value) == Optional.class;
    if (optional) {
      value = content(value, place);
    }
    return new Result(form(future, optional), Storable.check(value, place));
  }

  /** The class of a resolved type that is no variable; {@code Object} otherwise. */
  static Class<?> raw(Type type) {
    if (type instanceof Class<?> raw) {
      return raw;
    }
    return type instanceof ParameterizedType generic
        ? (Class<?>) generic.getRawType()
        : Object.class;
  }

  static boolean isFuture(Type type) {
    return raw(type) == CompletableFuture.class || raw(type) == CompletionStage.class;
  }

  private static Type content(Type wrapper, Place place) {
    if (wrapper instanceof ParameterizedType generic) {
      return generic.getActualTypeArguments()[0];
    }
    String name = raw(wrapper).getSimpleName();
    throw place.refused(
        "it returns " + name + " without saying of what: write " + name + "<Quote>, say");
  }

  private static ResultForm form(boolean future, boolean optional) {
    if (future) {
      return optional ? ResultForm.FUTURE_OF_OPTIONAL : ResultForm.FUTURE;
    }
    return optional ? ResultForm.OPTIONAL : ResultForm.PLAIN;
  }
}
