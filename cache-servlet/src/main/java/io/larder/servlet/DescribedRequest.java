package io.larder.servlet;

import io.larder.cache.key.RequestDescription;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * A container's request as keys see it: nothing of it is copied. Scheme, host and port are those
 * that the container has made out, behind whatever proxies it trusts.
 */
record DescribedRequest(HttpServletRequest request, String method) implements RequestDescription {

  @Override
  public String scheme() {
    return text(request.getScheme());
  }

  @Override
  public String host() {
    return text(request.getServerName());
  }

  @Override
  public int port() {
    return request.getServerPort();
  }

  /** The three of them. */
  RequestedUri.Origin origin() {
    return new RequestedUri.Origin(scheme(), host(), port());
  }

  @Override
  public String rawPath() {
    String path = request.getRequestURI();
    return path == null ? "*" : path; // an empty one would be the root
  }

  @Override
  public @Nullable String rawQuery() {
    return UndertowQuery.of(request);
  }

  @Override
  public @Nullable String header(String name) {
    Enumeration<String> lines = request.getHeaders(name);
    if (lines == null || !lines.hasMoreElements()) {
      return null;
    }
    String value = lines.nextElement();
    while (lines.hasMoreElements()) {
      value += ", " + lines.nextElement();
    }
    return value;
  }

  /** What a container does not know is nothing that a key could be made of. */
  private static String text(@Nullable String known) {
    return known == null ? "" : known;
  }
}
