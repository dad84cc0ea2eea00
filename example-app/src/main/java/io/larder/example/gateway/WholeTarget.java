package io.larder.example.gateway;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/**
 * Refuses a target with a fragment, which is not legal in a request (RFC 9112 3.2). Jetty cuts it
 * off, so that behind this the cache would take the request for one without.
 */
final class WholeTarget extends HttpFilter {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    ServletContextRequest core = ServletContextRequest.getServletContextRequest(request);
    if (core.getHttpURI().getFragment() == null) {
      chain.doFilter(request, response);
    } else {
      GatewayProblem.badTarget().answer(response);
    }
  }
}
