package io.larder.cache.method;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * What answers the calls of one method of a subclass. It is an {@link InvocationHandler} since
 * every class can see that one, whoever has loaded it. Thread-safe.
 *
 * @param call what becomes of the calls
 * @param returned what the method returns
 */
record BoundCall(MethodCall call, Class<?> returned) implements InvocationHandler {

  /** Answers a call of the method that this was made for; {@code method} is not looked at. */
  @Override
  public @Nullable Object invoke(Object self, @Nullable Method method, @Nullable Object[] arguments)
      throws Exception {
    KeyProbe probe = KeyProbe.current();
    if (probe != null) {
      probe.take(call.key(arguments));
      return KeyProbe.nothing(returned);
    }
    return call.call(self, arguments);
  }
}
