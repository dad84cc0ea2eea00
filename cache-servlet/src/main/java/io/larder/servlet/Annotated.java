package io.larder.servlet;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds annotations that stand on an element, or on its annotations, however deep. */
final class Annotated {

  private Annotated() {}

  /**
   * The one annotation of that kind, or null if there is none.
   *
   * @throws IllegalArgumentException if there are several that differ
   */
  static <A extends Annotation> @Nullable A one(AnnotatedElement element, Class<A> kind) {
    Set<A> found = all(element, kind);
    if (found.size() > 1) {
      throw new IllegalArgumentException("it has several, by its annotations: keep one");
    }
    return found.isEmpty() ? null : found.iterator().next();
  }

  /** Those of that kind, repeated ones too, nearest first. */
  static <A extends Annotation> Set<A> all(AnnotatedElement element, Class<A> kind) {
    Set<A> found = new LinkedHashSet<>();
    collect(element, kind, found, new HashSet<>());
    return found;
  }

  private static <A extends Annotation> void collect(
      AnnotatedElement element, Class<A> kind, Set<A> found, Set<Class<?>> seen) {
    found.addAll(List.of(element.getAnnotationsByType(kind)));
    for (Annotation each : element.getAnnotations()) {
      Class<? extends Annotation> type = each.annotationType();
      if (!type.getName().startsWith("java.") && seen.add(type)) {
        collect(type, kind, found, seen);
      }
    }
  }
}
