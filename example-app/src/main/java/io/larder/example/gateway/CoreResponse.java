package io.larder.example.gateway;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.ee10.servlet.ServletContextResponse;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/**
 * The container's own response, for what the servlet API has no words for. A response that is
 * another, as that of a refresh behind the client's back, has none: nothing is done to it.
 */
final class CoreResponse {
  private final @Nullable Response core;
  private final boolean http10;

  private CoreResponse(@Nullable Response core, boolean http10) {
    this.core = core;
    this.http10 = http10;
  }

  /** Finds it behind wrappers. */
  static CoreResponse of(HttpServletRequest request, HttpServletResponse response) {
    boolean http10 = request.getProtocol().equals("HTTP/1.0");
    try {
      return new CoreResponse(
          response.isCommitted()
              ? null
              : ServletContextResponse.getServletContextResponse(response),
          http10);
    } catch (IllegalStateException e) {
      return new CoreResponse(null, http10);
    }
  }

  /** Passes an interim response on, unless the client speaks HTTP/1.0, which knows of none. */
  void interim(int status, HttpFields fields) {
    if (core == null || http10 || core.isCommitted()) {
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

  /**
   * Called before a response that has begun is broken off: a client of HTTP/1.0 takes the end of
   * its connection for the body's, so that it has to be a reset.
   */
  void breaks() {
    if (core != null
        && http10
        && core.getRequest().getConnectionMetaData().getConnection().getEndPoint().getTransport()
            instanceof SocketChannel channel) {
      try {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      } catch (IOException e) {
        // It is closed already.
      }
    }
  }
}
