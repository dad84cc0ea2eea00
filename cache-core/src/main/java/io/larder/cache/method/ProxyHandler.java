package io.larder.cache.method;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What answers the calls of a proxy. A proxy hands over one of few objects for each method, which
 * are found by looking along them.
 */
final class ProxyHandler implements InvocationHandler {

  private static final @Nullable Object[] NONE = {};

  private final Object target;
  private final Map<Method, MethodCall> calls;
  private volatile Known[] known = {};

  ProxyHandler(Object target, Map<Method, MethodCall> calls) {
    this.target = target;
    this.calls = calls;
  }

  /** A method as the proxy hands it over; without a call it is none that is annotated. */
  private record Known(Method method, @Nullable MethodCall call, Invocation direct) {}

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] given)
      throws Throwable {
    @Nullable Object[] arguments = given == null ? NONE : given;
    Known called = known(method);
    KeyProbe probe = KeyProbe.current();
    if (probe != null && method.getDeclaringClass() != Object.class) {
      if (called.call() != null) {
        probe.take(called.call().key(arguments));
      }
      return KeyProbe.nothing(method.getReturnType());
    }
    if (called.call() != null) {
      return called.call().call(target, arguments);
    }
    return method.getDeclaringClass() == Object.class && method.getName().equals("equals")
        ? target.equals(unwrapped(arguments[0]))
        : called.direct().call(target, arguments);
  }

  @SuppressWarnings("ReferenceEquality") // an equal one that is not the same is learnt as well
  private Known known(Method method) {
    for (Known each : known) {
      if (each.method() == method) {
        return each;
      }
    }
    return learnt(method);
  }

  private synchronized Known learnt(Method method) {
    Known called = new Known(method, calls.get(method), new DirectInvocation(method));
    Known[] more = Arrays.copyOf(known, known.length + 1);
    more[known.length] = called;
    known = more;
    return called;
  }

  private static @Nullable Object unwrapped(@Nullable Object other) {
    return other != null
            && Proxy.isProxyClass(other.getClass())
            && Proxy.getInvocationHandler(other) instanceof ProxyHandler handler
        ? handler.target
        : other;
  }
}
