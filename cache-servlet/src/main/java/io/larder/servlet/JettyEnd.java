package io.larder.servlet;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's own word for the end of a request. It tells no listener of the servlet API that a request
 * has ended if a servlet that was dispatched to throws when something of its answer has left, or
 * writes less than it announced.
 */
final class JettyEnd {
  private static final String REQUEST = "org.eclipse.jetty.server.Request";

  private JettyEnd() {}

  /**
   * Has something done when Jetty has done with a request; false if this is another container, or a
   * Jetty that cannot be asked.
   */
  static boolean tell(ServletRequest request, Consumer<@Nullable Throwable> over) {
    ServletRequest innermost = request;
    while (innermost instanceof ServletRequestWrapper wrapper) {
      innermost = wrapper.getRequest();
    }
    if (Server.of(innermost) != Server.JETTY) {
      return false;
    }
    try {
      Object core = innermost.getClass().getMethod("getRequest").invoke(innermost);
      Class<?> type = named(core.getClass());
      Method add = type.getMethod("addCompletionListener", type, Consumer.class);
      add.invoke(null, core, over);
      return true;
    } catch (ReflectiveOperationException | RuntimeException e) {
      return false;
    }
  }

  /** An application's class loader may hide the server's classes: the object knows its own. */
  private static Class<?> named(Class<?> type) throws ClassNotFoundException {
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      for (Class<?> each : at.getInterfaces()) {
        if (each.getName().equals(REQUEST)) {
          return each;
        }
      }
    }
    throw new ClassNotFoundException(REQUEST + " among " + Arrays.toString(type.getInterfaces()));
  }
}
