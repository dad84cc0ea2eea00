package io.larder.cache.method;

import io.larder.cache.engine.Failures;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/** Calls the method of the object behind a proxy, by reflection. Immutable and thread-safe. */
final class DirectInvocation implements Invocation {

  private final Method method;

  /**
   * Prepares for a method.
   *
   * @throws IllegalArgumentException if its module does not let it be called
   */
  DirectInvocation(Method method) {
    this.method = method;
    try {
      method.setAccessible(true);
    } catch (InaccessibleObjectException e) {
      if (!isOpenToAll(method)) {
        throw new IllegalArgumentException(
            Place.text(method)
                + " cannot be called, since its package is not open: "
                + ModuleAdvice.opens(method.getDeclaringClass())
                + ", or make its type public and export the package",
            e);
      }
    }
  }

  private static boolean isOpenToAll(Method method) {
    Class<?> type = method.getDeclaringClass();
    return Modifier.isPublic(type.getModifiers())
        && type.getModule().isExported(type.getPackageName(), DirectInvocation.class.getModule());
  }

  @Override
  public @Nullable Object call(Object self, @Nullable Object[] arguments) throws Exception {
    try {
      return method.invoke(self, arguments);
    } catch (InvocationTargetException e) {
      return Failures.<@Nullable Object, Exception>raise(e.getCause());
    }
  }
}
