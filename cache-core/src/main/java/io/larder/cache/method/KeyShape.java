package io.larder.cache.method;

import io.larder.cache.key.Template;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the keys of a method look like, to tell whether those of two methods can meet.
 *
 * @param template how they are written; null if they are arguments one after another, as also of a
 *     template that is one name alone
 * @param types the classes of the arguments in them, in their order, none primitive
 * @param declared whether the annotation writes a template, of whatever kind
 */
record KeyShape(@Nullable Template template, List<Class<?>> types, boolean declared) {

  KeyShape {
    types =
        types.stream()
            .<Class<?>>map(each -> MethodType.methodType(each).wrap().returnType())
            .toList();
  }

  /** Whether a key of the one can be a key of the other, made of the same values. */
  boolean meets(KeyShape other) {
    if (!hasFormOf(other) || types.size() != other.types.size()) {
      return false;
    }
    for (int i = 0; i < types.size(); i++) {
      Class<?> own = types.get(i);
      Class<?> others = other.types.get(i);
      if (!own.isAssignableFrom(others) && !others.isAssignableFrom(own)) {
        return false;
      }
    }
    return true;
  }

  private boolean hasFormOf(KeyShape other) {
    if (template == null || other.template == null) {
      return template == null && other.template == null;
    }
    return template.hasFormOf(other.template);
  }

  /** Whether no key of the one can be a key of the other. */
  boolean isApartFrom(KeyShape other) {
    if (template == null || other.template == null) {
      return false;
    }
    String own = template.beginning();
    String others = other.template.beginning();
    return !own.startsWith(others) && !others.startsWith(own);
  }

  /** The template, or the types of the arguments. */
  @Override
  public String toString() {
    String arguments =
        types.stream().map(Class::getSimpleName).collect(Collectors.joining(", ", "(", ")"));
    return template == null ? arguments : "'" + template + "' of " + arguments;
  }
}
