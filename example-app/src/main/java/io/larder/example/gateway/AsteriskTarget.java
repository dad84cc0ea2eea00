package io.larder.example.gateway;

import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lets {@code OPTIONS *} through, which is about a server and none of its resources (RFC 9112
 * 3.2.4). Servlets know nothing but paths, so it goes to {@code /} with a mark.
 */
final class AsteriskTarget extends Handler.Wrapper {
  /** The attribute of a request whose target is no path but {@code *}. */
  static final String MARK = AsteriskTarget.class.getName();

  AsteriskTarget(Handler servlets) {
    super(servlets);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!request.getMethod().equals("OPTIONS") || !"*".equals(request.getHttpURI().getPath())) {
      return super.handle(request, response, callback);
    }
    request.setAttribute(MARK, true);
    HttpURI root = HttpURI.build(request.getHttpURI()).path("/").asImmutable();
    Request marked =
        new Request.Wrapper(request) {
          @Override
          public HttpURI getHttpURI() {
            return root;
          }
        };
    return super.handle(marked, response, callback);
  }
}
