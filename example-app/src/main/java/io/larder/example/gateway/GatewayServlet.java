package io.larder.example.gateway;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Supplier;

/** Passes every request on to the origin, asynchronously. Thread-safe. */
final class GatewayServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient OriginClient client;
  private final transient Via via = new Via();

  GatewayServlet(OriginClient client) {
    this.client = client;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    MaxForwards hops =
        MaxForwards.of(request.getMethod(), RequestFields.lines(request, "Max-Forwards"));
    if (RequestFields.lines(request, "Via").stream().anyMatch(via::isOwn)) {
      GatewayProblem.loop().answer(response);
    } else if (request.getMethod().equals("CONNECT")) {
      GatewayProblem.noTunnel().answer(response);
    } else if (!RequestHead.hasExactTarget(request)) {
      GatewayProblem.badTarget().answer(response);
    } else if (hops.last()) {
      LastHop.answer(request, response);
    } else {
      Supplier<RequestHead> head =
          () ->
              RequestHead.of(
                  request,
                  RequestFields.of(
                      request,
                      client.authority(),
                      via.ofRequest(request.getProtocol()),
                      hops.left()));
      new Exchange(client, head, request, response).start();
    }
  }
}
