package io.larder.servlet;

import io.larder.cache.key.KeyResult;
import io.larder.http.CacheStatus;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Requests whose answer is neither looked up nor stored: the handler gets them as they are. */
final class Passing {

  private Passing() {}

  /** Hands the request to the handler, and says why. */
  static void pass(Exchange exchange, CacheStatus status) throws IOException, ServletException {
    HttpServletResponse response = exchange.response();
    response.addHeader(CacheStatus.FIELD, exchange.policy().tell(status));
    exchange.request().setAttribute(FillContext.ATTRIBUTE, new FillContext());
    exchange.chain().doFilter(exchange.request(), new AsideResponse(response));
  }

  /**
   * The same for an unsafe method: once it has succeeded, what is stored under its URI is evicted
   * (RFC 9111 4.4).
   */
  static void andInvalidate(Exchange exchange, CacheStatus status, PageStore store)
      throws IOException, ServletException {
    // Made before the handler runs: a container may forget the request when it has answered.
    KeyResult key = exchange.keyOfGet();
    pass(exchange, status);
    if (!(key instanceof KeyResult.Key known)) {
      return;
    }
    if (exchange.request().isAsyncStarted()) {
      exchange
          .request()
          .getAsyncContext()
          .addListener(new WhenComplete(() -> invalidate(exchange.response(), known, store)));
    } else {
      invalidate(exchange.response(), known, store);
    }
  }

  private static void invalidate(HttpServletResponse response, KeyResult.Key key, PageStore store) {
    int status = response.getStatus();
    if (status >= 200 && status < 400) {
      store.evict(key.text());
    }
  }

  /** Acts when an asynchronous request has ended, however it did. */
  private record WhenComplete(Runnable action) implements AsyncListener {

    @Override
    public void onComplete(AsyncEvent event) {
      action.run();
    }

    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {
      event.getAsyncContext().addListener(this);
    }
  }
}
