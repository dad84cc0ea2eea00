package io.larder.benchmarks;

import io.larder.cache.Page;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.Map;

/** What a filter needs of a container, without a container. */
final class Stubs {

  private Stubs() {}

  /** Returns a page with the fields that the example's answers have. */
  static Page page(byte[] body) {
    return new Page(
        200,
        new String[] {"Content-Type", "Date", "ETag"},
        new String[] {"application/json", "Sun, 22 Nov 2026 12:00:00 GMT", StubRequest.ETAG},
        StubRequest.ETAG,
        body);
  }

  /** Returns an object that refuses every call. */
  static <T> T refusing(Class<T> type) {
    return proxy(
        type,
        (self, method, args) -> {
          throw new UnsupportedOperationException(method.toString());
        });
  }

  /** Returns the configuration of a filter in an application without servlets. */
  static FilterConfig filterConfig() {
    ServletContext context =
        proxy(
            ServletContext.class,
            (self, method, args) -> method.getName().endsWith("Registrations") ? Map.of() : null);
    return proxy(
        FilterConfig.class,
        (self, method, args) ->
            switch (method.getName()) {
              case "getFilterName" -> "larder";
              case "getServletContext" -> context;
              case "getInitParameterNames" -> Collections.emptyEnumeration();
              default -> null;
            });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
