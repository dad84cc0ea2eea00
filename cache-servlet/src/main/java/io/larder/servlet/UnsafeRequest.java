package io.larder.servlet;

import io.larder.http.CacheStatus;
import io.larder.http.ResponseHead;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One request with an unsafe method: what is stored under its URI is evicted once it has succeeded
 * (RFC 9111 4.4).
 *
 * <p>That is done before its answer leaves: a client that is redirected to the page it has just
 * changed asks for it at once. A handler that answers first and changes things then has it done
 * again when it has returned, or has completed what it had begun asynchronously.
 */
final class UnsafeRequest implements CaptureListener {

  private final Exchange exchange;
  private final String key;
  private final PageStore store;
  private final CapturingResponse response;
  private boolean returned;
  private boolean done;

  /**
   * Creates it.
   *
   * @param key the key that a GET of its URI has, made while the container still knows the request
   */
  UnsafeRequest(Exchange exchange, String key, PageStore store) {
    this.exchange = exchange;
    this.key = key;
    this.store = store;
    this.response = new CapturingResponse(exchange.response(), exchange.policy().maxBody(), this);
  }

  /** Hands the request to the handler, and evicts. */
  void run(CacheStatus status) throws IOException, ServletException {
    HttpServletRequest request = exchange.request();
    Passing.say(exchange, status);
    AsideResponse answer = new AsideResponse(response);
    CapturedRequest captured = new CapturedRequest(request, response);
    captured.shows(answer);
    try {
      exchange.chain().doFilter(captured, answer);
      if (response.staysOpen()) {
        return;
      }
      returned = true;
      response.chainReturned();
    } catch (IOException | ServletException | RuntimeException | Error e) {
      response.chainThrew();
      if (exchange.response().isCommitted()) {
        evictIfItSucceeded(); // it was answered, and what followed may have changed things
      }
      throw e;
    }
    if (!done && !isLeftToListener(request)) {
      evictIfItSucceeded();
    }
  }

  private boolean isLeftToListener(HttpServletRequest request) {
    if (!request.isAsyncStarted()) {
      return false;
    }
    try {
      request.getAsyncContext().addListener(new WhenComplete(this::evictIfItSucceeded));
      return true;
    } catch (IllegalStateException e) {
      return false; // another thread has completed it meanwhile
    }
  }

  @Override
  public AtCommit beforeCommit(
      ResponseHead head, byte @Nullable [] wholeBody, HttpServletResponse real) {
    if (succeeded(head.status())) {
      store.evict(key);
      done = returned;
    }
    return AtCommit.PASS;
  }

  @Override
  public void sends() {}

  @Override
  public void dispatched() {}

  @Override
  public boolean replaces() {
    return false;
  }

  @Override
  public void ended() {
    evictIfItSucceeded();
  }

  @Override
  public void lost(Reason reason) {}

  private void evictIfItSucceeded() {
    if (succeeded(exchange.response().getStatus())) {
      store.evict(key);
    }
  }

  private static boolean succeeded(int status) {
    return status >= 200 && status < 400;
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
