package io.larder.cache.method;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Where an annotation stands, for sentences: {@code @Cached on shop.Catalog.find(String)}.
 *
 * @param kind what stands there
 * @param method the method that carries it
 */
record Place(Class<? extends Annotation> kind, Method method) {

  /** The refusal of what stands there. */
  IllegalArgumentException refused(String why) {
    return new IllegalArgumentException(this + ": " + why);
  }

  /** What runs, with its refusals naming this place. */
  <T> T named(Supplier<T> parsed) {
    try {
      return parsed.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(this + ": " + e.getMessage(), e);
    }
  }

  /** The full name of the method's class, its own and the simple names of its parameters' types. */
  static String text(Method method) {
    return method.getDeclaringClass().getName()
        + "."
        + method.getName()
        + Arrays.stream(method.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(Collectors.joining(", ", "(", ")"));
  }

  @Override
  public String toString() {
    return "@" + kind.getSimpleName() + " on " + text(method);
  }
}
