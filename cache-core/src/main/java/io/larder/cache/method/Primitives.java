package io.larder.cache.method;

import java.lang.invoke.MethodType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the compiler does with primitives. */
final class Primitives {

  private static final List<Class<?>> NUMBERS =
      List.of(byte.class, short.class, int.class, long.class, float.class, double.class);

  private Primitives() {}

  /** Returns the primitive whose box a class is; null: it is none. */
  static @Nullable Class<?> in(Class<?> box) {
    Class<?> primitive = MethodType.methodType(box).unwrap().returnType();
    return primitive == box || primitive == void.class ? null : primitive;
  }

  /** Whether a value of one primitive is one of another, as it is or widened (JLS 5.1.2). */
  static boolean widens(Class<?> from, Class<?> to) {
    if (from == to) {
      return true;
    }
    int first = from == char.class ? NUMBERS.indexOf(short.class) : NUMBERS.indexOf(from);
    return first >= 0 && NUMBERS.indexOf(to) > first;
  }
}
