package io.larder.example.gateway;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.eclipse.jetty.ee10.servlet.ServletContextResponse;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/**
 * Passes interim responses on, past the servlet API, which has no room for their fields beside
 * those of the final one. A response that is not the container's own, as that of a refresh behind
 * the client's back, gets none, nor does a client of HTTP/1.0.
 */
final class InterimResponses {
  private final @Nullable Response core;

  private InterimResponses(@Nullable Response core) {
    this.core = core;
  }

  static InterimResponses of(HttpServletRequest request, HttpServletResponse response) {
    if (request.getProtocol().equals("HTTP/1.0") || response.isCommitted()) {
      return new InterimResponses(null);
    }
    try {
      return new InterimResponses(ServletContextResponse.getServletContextResponse(response));
    } catch (IllegalStateException e) {
      return new InterimResponses(null);
    }
  }

  /** Passes one on, as far as there is somebody who takes it. */
  void passOn(int status, HttpFields fields) {
    if (core == null || core.isCommitted()) {
      return;
    }
    HopByHop hop = HopByHop.of(fields.getValuesList("Connection"));
    HttpFields.Mutable kept = HttpFields.build();
    for (HttpField field : fields) {
      if (!hop.ends(field.getName())) {
        kept.add(field);
      }
    }
    var unused = core.writeInterim(status, kept.asImmutable());
  }
}
