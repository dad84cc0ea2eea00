package io.larder.cache.method;

import io.larder.cache.engine.Failures;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Calls the method that a subclass overrides, on an object of the subclass. Immutable and
 * thread-safe.
 */
final class SuperInvocation implements Invocation {

  private static final MethodType ANY =
      MethodType.methodType(Object.class, Object.class, Object[].class);

  private final MethodHandle method;

  /**
   * Prepares for a method.
   *
   * @param inside the subclass, with access to all that it has
   */
  SuperInvocation(Method method, Lookup inside) throws ReflectiveOperationException {
    Class<?> subclass = inside.lookupClass();
    this.method =
        inside
            .findSpecial(subclass.getSuperclass(), method.getName(), typeOf(method), subclass)
            .asFixedArity()
            .asSpreader(Object[].class, method.getParameterCount())
            .asType(ANY);
  }

  /** What a method takes and returns, without what generics say. */
  static MethodType typeOf(Method method) {
    return MethodType.methodType(method.getReturnType(), method.getParameterTypes());
  }

  @Override
  public @Nullable Object call(Object self, @Nullable Object[] arguments) throws Exception {
    try {
      return (Object) method.invokeExact(self, arguments);
    } catch (Throwable own) {
      return Failures.<@Nullable Object, Exception>raise(own);
    }
  }
}
