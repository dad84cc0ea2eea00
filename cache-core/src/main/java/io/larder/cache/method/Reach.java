package io.larder.cache.method;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;

/** Refuses annotations where no proxy could see the call. */
final class Reach {

  private Reach() {}

  /** Refuses those on classes, and on methods that nobody overrides. */
  static void checkHierarchy(MethodGroups groups) {
    for (Class<?> each : groups.hierarchy()) {
      Marks marks = Marks.of(each);
      if (!marks.isEmpty()) {
        throw new IllegalArgumentException(
            "@"
                + marks.anyKind().getSimpleName()
                + " on "
                + each.getName()
                + ": on a class it is about servlets; put it on the methods that are to be cached");
      }
      for (Method method : each.getDeclaredMethods()) {
        checkModifiers(method);
      }
    }
  }

  private static void checkModifiers(Method method) {
    int modifiers = method.getModifiers();
    if (Modifier.isPrivate(modifiers) || Modifier.isStatic(modifiers)) {
      Marks marks = Marks.of(method);
      if (!marks.isEmpty()) {
        throw new Place(marks.anyKind(), method)
            .refused(
                "it is "
                    + (Modifier.isStatic(modifiers) ? "static" : "private")
                    + ", so that no call of it can be seen: make it an instance method that is not"
                    + " private, or remove the annotation");
      }
    }
  }

  /** Refuses an annotated method that callers of an interface never reach. */
  static void checkInterface(Class<?> type, List<Method> chain) {
    if (chain.stream().noneMatch(each -> each.getDeclaringClass().isInterface())) {
      throw annotated(chain)
          .refused(
              "it is in no interface, and a proxy of "
                  + type.getName()
                  + " sees the calls of that interface only: add the method to it, or use"
                  + " larder.subclass");
    }
  }

  /** Refuses an annotated method that a subclass cannot override. */
  static void checkSubclass(Class<?> type, List<Method> chain) {
    Method method = chain.get(0);
    int modifiers = method.getModifiers();
    if (Modifier.isFinal(modifiers)) {
      throw annotated(chain)
          .refused(
              (chain.get(0).equals(annotated(chain).method()) ? "it" : Place.text(method))
                  + " is final, so that no call of it can be seen: remove final, or the annotation");
    }
    boolean packagePrivate = !Modifier.isPublic(modifiers) && !Modifier.isProtected(modifiers);
    if (packagePrivate && method.getDeclaringClass().getPackage() != type.getPackage()) {
      throw annotated(chain)
          .refused("it is seen in its own package only: make it protected or public");
    }
  }

  /** Refuses what every object has. */
  static void checkNotOfObject(List<Method> chain) {
    Method method = chain.get(0);
    for (Method each : Object.class.getDeclaredMethods()) {
      if (each.getName().equals(method.getName())
          && Arrays.equals(each.getParameterTypes(), method.getParameterTypes())) {
        throw annotated(chain)
            .refused("what every object has is not cached: remove the annotation");
      }
    }
  }

  private static Place annotated(List<Method> chain) {
    for (Method each : chain) {
      Marks marks = Marks.of(each);
      if (!marks.isEmpty()) {
        Class<? extends Annotation> kind = marks.anyKind();
        return new Place(kind, each);
      }
    }
    throw new AssertionError("none is annotated: " + chain);
  }
}
