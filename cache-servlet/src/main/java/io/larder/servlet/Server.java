package io.larder.servlet;

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

  static Server of(ServletResponse response) {
    ServletResponse innermost = response;
    while (innermost instanceof ServletResponseWrapper wrapper) {
      innermost = wrapper.getResponse();
    }
    String name = innermost.getClass().getName();
    if (name.startsWith("org.eclipse.jetty.")) {
      return JETTY;
    }
    return name.startsWith("io.undertow.") ? UNDERTOW : OTHER;
  }
}
