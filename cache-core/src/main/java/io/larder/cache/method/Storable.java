package io.larder.cache.method;

import java.lang.invoke.MethodType;
import java.lang.reflect.Type;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

/** Which types of value there is a sense in storing. */
final class Storable {

  /** What is used up or open: one who reads it leaves nothing to the next. */
  private static final List<Class<?>> USED_UP =
      List.of(AutoCloseable.class, Iterator.class, Spliterator.class, Enumeration.class);

  /** Prefixes of names, since none of these libraries need be there. */
  private static final List<String> REACTIVE =
      List.of(
          "java.util.concurrent.Flow$",
          "org.reactivestreams.",
          "io.reactivex.",
          "rx.",
          "io.smallrye.mutiny.",
          "kotlinx.coroutines.");

  private Storable() {}

  /**
   * Returns the type as it is stored, a primitive as its wrapper.
   *
   * @throws IllegalArgumentException if there is nothing to store, or no telling what it is
   */
  static Type check(Type type, Place place) {
    Class<?> raw = Result.raw(type);
    if (raw == void.class || raw == Void.class) {
      throw place.refused("it returns nothing that could be stored: remove the annotation");
    }
    if (ResolvedTypes.isOpen(type)) {
      throw place.refused(
          "what it returns, "
              + type.getTypeName()
              + ", is no certain type: declare it in the interface or the class that is asked for");
    }
    if (USED_UP.stream().anyMatch(each -> each.isAssignableFrom(raw))) {
      throw place.refused(
          "it returns "
              + raw.getName()
              + ", which can be read or used but once: return a List, a byte[] or a record");
    }
    if (isReactive(raw)) {
      throw place.refused(
          "it returns the reactive type "
              + raw.getName()
              + ", whose values come later: return a CompletableFuture");
    }
    if (isWrapped(raw) || raw == Optional.class) {
      throw place.refused(
          "it returns a value of type "
              + type.getTypeName()
              + ": of wrappers only CompletableFuture, CompletionStage, Optional and a future of"
              + " Optional are understood");
    }
    return type instanceof Class<?> ? MethodType.methodType(raw).wrap().returnType() : type;
  }

  /**
   * Refuses a result that does not say when its method has succeeded.
   *
   * @throws IllegalArgumentException if it is such a one
   */
  static void checkEnds(Type type, Place place) {
    Class<?> raw = Result.raw(type);
    if (isReactive(raw) || (isWrapped(raw) && !Result.isFuture(type))) {
      throw place.refused(
          "it returns "
              + raw.getName()
              + ", which does not say when it has succeeded: return a CompletableFuture, or say"
              + " beforeInvocation");
    }
  }

  private static boolean isWrapped(Class<?> raw) {
    return Future.class.isAssignableFrom(raw) || CompletionStage.class.isAssignableFrom(raw);
  }

  private static boolean isReactive(Class<?> type) {
    if (REACTIVE.stream().anyMatch(type.getName()::startsWith)) {
      return true;
    }
    for (Class<?> each : type.getInterfaces()) {
      if (isReactive(each)) {
        return true;
      }
    }
    return type.getSuperclass() != null && isReactive(type.getSuperclass());
  }
}
