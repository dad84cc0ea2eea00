package io.larder.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;

/**
 * The way on which a request that waits without a thread is taken back by a dispatch to where it
 * came from.
 */
final class WayBack {

  private WayBack() {}

  /** Whether a request can go asynchronous, and a dispatch takes it back to where it came from. */
  static boolean isOpen(HttpServletRequest request) {
    return request.isAsyncSupported()
        && !request.isAsyncStarted()
        && isItself(request)
        && !request.getRequestURI().startsWith("//") // Jetty would dispatch to what is no host
        && !(repeatsParameters(request) && request.getRequestURI().indexOf('%') >= 0);
  }

  /**
   * Takes a request back.
   *
   * @throws IllegalStateException if the container has ended it
   */
  static void take(HttpServletRequest request, AsyncContext context) {
    if (repeatsParameters(request)) {
      context.dispatch(request.getRequestURI().substring(request.getContextPath().length()));
    } else {
      context.dispatch();
    }
  }

  /** Whether the container dispatches to the URI that it saw itself: to that of the wrapper. */
  private static boolean isItself(HttpServletRequest request) {
    ServletRequest innermost = request;
    while (innermost instanceof ServletRequestWrapper wrapper) {
      innermost = wrapper.getRequest();
    }
    return innermost instanceof HttpServletRequest containers
        && containers.getRequestURI().equals(request.getRequestURI())
        && Objects.equals(containers.getQueryString(), request.getQueryString());
  }

  /**
   * Whether a dispatch would give each parameter of the query twice: Jetty adds those of a wrapped
   * request to what is there. To a path alone it adds none, but shows it decoded.
   */
  private static boolean repeatsParameters(HttpServletRequest request) {
    return request.getQueryString() != null
        && request instanceof ServletRequestWrapper
        && Server.of(request) == Server.JETTY;
  }
}
