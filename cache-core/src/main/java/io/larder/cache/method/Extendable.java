package io.larder.cache.method;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.reflect.Modifier;

/** Which classes can have a subclass that is made at run time. */
final class Extendable {

  private Extendable() {}

  /**
   * Refuses what has no objects, or only such as belong to another object.
   *
   * @throws IllegalArgumentException with a sentence that says what to do
   */
  static void check(Class<?> type) {
    if (type.isInterface()) {
      throw refused(type, "an interface: use larder.proxy");
    }
    boolean isFinal = Modifier.isFinal(type.getModifiers());
    if (Modifier.isAbstract(type.getModifiers()) && !isFinal) {
      throw refused(type, "abstract: give a class that has all of its methods");
    }
    if (type.isLocalClass() || type.isAnonymousClass()) {
      throw refused(type, "declared within a method: make it a static class outside of it");
    }
    if (type.isMemberClass() && !Modifier.isStatic(type.getModifiers())) {
      throw refused(
          type, "an inner class, whose objects belong to one of another class: make it static");
    }
  }

  private static IllegalArgumentException refused(Class<?> type, String why) {
    return new IllegalArgumentException(type.getName() + " is " + why);
  }

  /**
   * Returns access to a class and its package.
   *
   * @throws IllegalArgumentException if its module does not open the package
   */
  static Lookup inside(Class<?> type) {
    Extendable.class.getModule().addReads(type.getModule());
    try {
      return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException(
          type.getName()
              + " can have no subclass, since its package is not open: "
              + ModuleAdvice.opens(type),
          e);
    }
  }
}
