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
  private final AsideFields aside;
  private final @Nullable PostAnswer post;
  private CacheStatus status = Statuses.URI_MISS;
  private volatile boolean lost;
  private boolean returned;
  private boolean done;

  UnsafeRequest(Exchange exchange, Invalidation invalidation, Backing backing) {
    this.exchange = exchange;
    this.aside = AsideFields.under(exchange.policy());
    this.post = PostAnswer.of(exchange, aside, backing);
    this.invalidation = invalidation;
    this.response =
        new CapturingResponse(
            exchange.response(), exchange.policy().maxBody(), backing.inFlight(), this);
  }

  /** Hands the request to the handler, and evicts. */
  void run(CacheStatus status) throws IOException, ServletException {
    HttpServletRequest request = exchange.request();
    this.status = status;
    Tally.bypassed(exchange, status);
    Passing.say(exchange, post == null ? status : null);
    AsideResponse answer = new AsideResponse(response, aside);
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
      } else if (post != null) {
        tell(exchange.response(), status.detail("error"));
      }
      end();
      throw e;
    }
    if (!done && !isLeftToListener(request)) {
      invalidate();
    }
    end();
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
      ResponseHead head, @Nullable WholeBody wholeBody, HttpServletResponse real) {
    boolean stored = isSuccess(head.status()) && post != null && !lost && post.takes(head);
    if (post != null) {
      tell(real, stored ? status.stored() : status);
    }
    invalidation.by(head, taken());
    if (stored && post != null && wholeBody != null && returned) {
      // Who asks as soon as it has this answer finds it.
      post.end(new Captured.Complete(head.status(), head.fields(), wholeBody.bytes()));
    }
    done = returned && isSuccess(head.status());
    return stored ? AtCommit.CAPTURE : AtCommit.PASS;
  }

  @Override
  public void lost(Reason reason) {
    lost = true;
  }

  @Override
  public void ended() {
    invalidate();
    end();
  }

  private void invalidate() {
    invalidation.by(new Heads(exchange.response()).read(), taken());
  }

  /** The key under which the answer itself is to lie; null if it is not. */
  private @Nullable String taken() {
    return post != null && post.isTaken() ? post.key() : null;
  }

  private void end() {
    if (post != null) {
      post.end(response.captured());
    }
  }

  private void tell(HttpServletResponse to, CacheStatus said) {
    to.addHeader(CacheStatus.FIELD, exchange.tell(said));
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
