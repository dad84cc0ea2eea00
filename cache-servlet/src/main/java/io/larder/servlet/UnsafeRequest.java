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
 * One request with an unsafe method: what its {@link Invalidation} names ends once it has succeeded
 * (RFC 9111 4.4).
 *
 * <p>That is done before its answer leaves: a client that is redirected to the page it has just
 * changed asks for it at once. A handler that answers first and changes things then has it done
 * again when it has returned, or has completed what it had begun asynchronously.
 */
final class UnsafeRequest implements CaptureListener {

  private final Exchange exchange;
  private final Invalidation invalidation;
  private final CapturingResponse response;
  private boolean returned;
  private boolean done;

  UnsafeRequest(Exchange exchange, Invalidation invalidation) {
    this.exchange = exchange;
    this.invalidation = invalidation;
    this.response = new CapturingResponse(exchange.response(), exchange.policy().maxBody(), this);
  }

  /** Hands the request to the handler, and evicts. */
  void run(CacheStatus status) throws IOException, ServletException {
    HttpServletRequest request = exchange.request();
    Passing.say(exchange, status);
    AsideResponse answer = new AsideResponse(response, AsideFields.under(exchange.policy()));
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
        invalidate(); // it was answered, and what followed may have changed things
      }
      throw e;
    }
    if (!done && !isLeftToListener(request)) {
      invalidate();
    }
  }

  private boolean isLeftToListener(HttpServletRequest request) {
    if (!request.isAsyncStarted()) {
      return false;
    }
    try {
      request.getAsyncContext().addListener(new WhenComplete(this::invalidate));
      return true;
    } catch (IllegalStateException e) {
      return false; // another thread has completed it meanwhile
    }
  }

  @Override
  public AtCommit beforeCommit(
      ResponseHead head, byte @Nullable [] wholeBody, HttpServletResponse real) {
    invalidation.by(head);
    done = returned && isSuccess(head.status());
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
    invalidate();
  }

  @Override
  public void lost(Reason reason) {}

  private void invalidate() {
    invalidation.by(new Heads(exchange.response()).read());
  }

  private static boolean isSuccess(int status) {
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
