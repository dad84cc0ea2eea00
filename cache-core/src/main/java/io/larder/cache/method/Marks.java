package io.larder.cache.method;

import io.larder.cache.annotation.CacheEvict;
import io.larder.cache.annotation.CachePut;
import io.larder.cache.annotation.Cached;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The caching annotations of one element: those that stand there, and those that stand on other
 * annotations there, however deep.
 */
record Marks(List<Cached> cached, List<CachePut> puts, List<CacheEvict> evicts) {

  /** Reads an element; its own annotations come before those of its annotations. */
  static Marks of(AnnotatedElement element) {
    Marks marks = new Marks(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    marks.collect(element, new HashSet<>());
    return new Marks(
        marks.cached.stream().distinct().toList(),
        List.copyOf(marks.puts),
        List.copyOf(marks.evicts));
  }

  boolean isEmpty() {
    return cached.isEmpty() && puts.isEmpty() && evicts.isEmpty();
  }

  /** The kind of one that is there. */
  Class<? extends Annotation> anyKind() {
    if (!cached.isEmpty()) {
      return Cached.class;
    }
    return puts.isEmpty() ? CacheEvict.class : CachePut.class;
  }

  private void collect(AnnotatedElement element, Set<Class<?>> seen) {
    for (Annotation each : element.getAnnotations()) {
      if (each instanceof Cached one) {
        cached.add(one);
      } else if (each instanceof CachePut one) {
        puts.add(one);
      } else if (each instanceof CachePut.List several) {
        puts.addAll(List.of(several.value()));
      } else if (each instanceof CacheEvict one) {
        evicts.add(one);
      } else if (each instanceof CacheEvict.List several) {
        evicts.addAll(List.of(several.value()));
      }
    }
    for (Annotation each : element.getAnnotations()) {
      Class<? extends Annotation> type = each.annotationType();
      if (!type.getName().startsWith("java.") && seen.add(type)) {
        collect(type, seen);
      }
    }
  }
}
