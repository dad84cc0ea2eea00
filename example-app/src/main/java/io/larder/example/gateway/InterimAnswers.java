package io.larder.example.gateway;

import org.eclipse.jetty.client.ProtocolHandler;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.transport.HttpExchange;
import org.eclipse.jetty.client.transport.HttpRequest;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;

/** Takes every interim response of an origin out of the way of the final one. Thread-safe. */
final class InterimAnswers implements ProtocolHandler {
  /** The attribute of a request under which it has an {@link Observer}. */
  static final String OBSERVER = Observer.class.getName();

  /** Who hears of interim responses. */
  interface Observer {
    /** Called for each one, in order, before the final response. */
    void interim(int status, HttpFields fields);
  }

  @Override
  public String getName() {
    return "interim";
  }

  @Override
  public boolean accept(Request request, Response response) {
    // 101 is none: it would end HTTP on that connection, which nobody has asked for.
    return HttpStatus.isInterim(response.getStatus());
  }

  @Override
  public Response.Listener getResponseListener() {
    return new Response.Listener() {
      @Override
      public void onSuccess(Response response) {
        passOn(response);
      }

      @Override
      public void onFailure(Response response, Throwable failure) {
        fail(response, failure);
      }
    };
  }

  private static void passOn(Response response) {
    HttpRequest request = (HttpRequest) response.getRequest();
    int status = response.getStatus();
    HttpFields fields = HttpFields.build(response.getHeaders()).asImmutable();
    HttpExchange exchange = request.getConversation().getExchanges().getLast();
    request.getConversation().updateResponseListeners(null);
    exchange.resetResponse();
    if (request.getAttributes().get(OBSERVER) instanceof Observer observer) {
      observer.interim(status, fields);
    }
  }

  /** The exchange ended within an interim response: whoever waits for the final one hears of it. */
  private static void fail(Response response, Throwable failure) {
    HttpRequest request = (HttpRequest) response.getRequest();
    HttpExchange exchange = request.getConversation().getExchanges().getLast();
    request.getConversation().updateResponseListeners(null);
    exchange
        .getResponseListeners()
        .emitFailureComplete(new Result(request, exchange.getRequestFailure(), response, failure));
  }
}
