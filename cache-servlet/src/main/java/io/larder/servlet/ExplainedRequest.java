package io.larder.servlet;

import io.larder.cache.key.RequestDescription;
import io.larder.cache.key.RequestParameters;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request that nobody has sent, of which is known what a client would send: of nobody in
 * particular, without content and without a session.
 */
final class ExplainedRequest implements InvocationHandler {

  private final String method;
  private final RequestDescription described;
  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<String, String[]> parameters = new LinkedHashMap<>();

  private ExplainedRequest(
      String method, RequestDescription described, Map<String, String> headers) {
    this.method = method;
    this.described = described;
    this.headers.putAll(headers);
    RequestParameters query = RequestParameters.parse(described.rawQuery());
    if (query != null) {
      query.list().stream()
          .map(RequestParameters.Parameter::name)
          .distinct()
          .forEach(name -> parameters.put(name, query.all(name).toArray(String[]::new)));
    }
  }

  static HttpServletRequest of(
      String method, RequestDescription described, Map<String, String> headers) {
    return proxy(HttpServletRequest.class, new ExplainedRequest(method, described, headers));
  }

  /** A response that nobody will see: it has no fields, and refuses every other call. */
  static HttpServletResponse noResponse() {
    return proxy(
        HttpServletResponse.class,
        (self, called, args) -> {
          if (called.getName().equals("containsHeader")) {
            return false;
          }
          throw new UnsupportedOperationException(called.getName());
        });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Override
  public @Nullable Object invoke(Object self, Method called, Object @Nullable [] args) {
    String name = args == null || !(args[0] instanceof String text) ? "" : text;
    return switch (called.getName()) {
      case "getMethod" -> method;
      case "getScheme" -> described.scheme();
      case "getServerName" -> described.host();
      case "getServerPort" -> port();
      case "isSecure" -> described.scheme().equalsIgnoreCase("https");
      case "getProtocol" -> "HTTP/1.1";
      case "getRequestURI" -> described.rawPath();
      case "getQueryString" -> described.rawQuery();
      case "getDispatcherType" -> DispatcherType.REQUEST;
      case "getHeader" -> headers.get(name);
      case "getHeaders" -> lines(headers.get(name));
      case "getHeaderNames" -> Collections.enumeration(headers.keySet());
      case "getParameter" -> first(parameters.get(name));
      case "getParameterValues" -> parameters.get(name);
      case "getParameterMap" -> Map.copyOf(parameters);
      case "getParameterNames" -> Collections.enumeration(parameters.keySet());
      case "toString" -> method + " " + described.rawPath();
      default -> nothing(called);
    };
  }

  private int port() {
    return described.port() >= 0
        ? described.port()
        : described.scheme().equalsIgnoreCase("https") ? 443 : 80;
  }

  private static Enumeration<String> lines(@Nullable String value) {
    return Collections.enumeration(value == null ? List.of() : List.of(value));
  }

  private static @Nullable String first(String @Nullable [] values) {
    return values == null ? null : values[0];
  }

  /** Of all else there is nothing; what cannot be nothing cannot be asked for. */
  private static @Nullable Object nothing(Method called) {
    Class<?> type = called.getReturnType();
    if (type == boolean.class) {
      return false;
    }
    if (type.isPrimitive()) {
      throw new UnsupportedOperationException(
          called.getName() + " cannot be answered for a request that nobody has sent");
    }
    return null;
  }
}
