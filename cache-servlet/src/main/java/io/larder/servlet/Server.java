package io.larder.servlet;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;

/** The containers whose habits, where the specification leaves them free, a client could notice. */
enum Server {
  /** Encodes {@code ServletOutputStream.print}, knows that JSON is UTF-8, forgets the writer. */
  JETTY,
  /** Ends lines with CR LF. */
  UNDERTOW,
  /** Every other one. */
  OTHER;

  /** Whether sendError with that status is an interim answer, after which another one comes. */
  boolean isInterim(int status) {
    return switch (this) {
      case JETTY -> status == 102 || status == 103;
      case UNDERTOW -> false;
      case OTHER -> status == 103;
    };
  }

  static Server of(ServletResponse response) {
    ServletResponse innermost = response;
    while (innermost instanceof ServletResponseWrapper wrapper) {
      innermost = wrapper.getResponse();
    }
    if (innermost instanceof RefreshResponse refresh) {
      return refresh.server();
    }
    return of(innermost.getClass());
  }

  static Server of(ServletRequest request) {
    ServletRequest innermost = request;
    while (innermost instanceof ServletRequestWrapper wrapper) {
      innermost = wrapper.getRequest();
    }
    return of(innermost.getClass());
  }

  private static Server of(Class<?> containers) {
    String name = containers.getName();
    if (name.startsWith("org.eclipse.jetty.")) {
      return JETTY;
    }
    return name.startsWith("io.undertow.") ? UNDERTOW : OTHER;
  }
}
