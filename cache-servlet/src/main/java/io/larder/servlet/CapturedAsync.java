package io.larder.servlet;

import static java.util.Objects.requireNonNull;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import org.jspecify.annotations.Nullable;

/** The asynchronous context that a handler sees: ending it ends the capture first. */
final class CapturedAsync implements AsyncContext {

  private final AsyncContext real;
  private final AsyncEnd end;
  private final boolean original;

  /**
   * Creates it.
   *
   * @param original whether it was begun with the request and the response as the container has
   *     them, our wrappers aside
   */
  CapturedAsync(AsyncContext real, AsyncEnd end, boolean original) {
    this.real = real;
    this.end = end;
    this.original = original;
  }

  @Override
  public ServletRequest getRequest() {
    return real.getRequest();
  }

  @Override
  public ServletResponse getResponse() {
    return real.getResponse();
  }

  @Override
  public boolean hasOriginalRequestAndResponse() {
    return original || real.hasOriginalRequestAndResponse();
  }

  @Override
  public void dispatch() {
    end.dispatches(real);
    real.dispatch();
  }

  @Override
  public void dispatch(String path) {
    end.dispatches(real);
    real.dispatch(path);
  }

  @Override
  public void dispatch(ServletContext context, String path) {
    end.dispatches(real);
    real.dispatch(context, path);
  }

  @Override
  public void complete() {
    try {
      if (end.completes()) {
        return;
      }
    } catch (LeakException e) {
      real.complete(); // the response has been sent, and its client does not wait for more
      throw e;
    }
    real.complete();
  }

  @Override
  public void start(Runnable work) {
    real.start(work);
  }

  @Override
  public void addListener(AsyncListener listener) {
    real.addListener(new Listener(requireNonNull(listener, "listener"), null, null));
  }

  @Override
  public void addListener(
      AsyncListener listener, ServletRequest request, ServletResponse response) {
    real.addListener(new Listener(requireNonNull(listener, "listener"), request, response));
  }

  @Override
  public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
    return real.createListener(type);
  }

  @Override
  public void setTimeout(long milliseconds) {
    real.setTimeout(milliseconds);
  }

  @Override
  public long getTimeout() {
    return real.getTimeout();
  }

  /** A handler's listener, whose events lead to this context. */
  private final class Listener implements AsyncListener {
    private final AsyncListener listener;
    private final @Nullable ServletRequest request;
    private final @Nullable ServletResponse response;

    Listener(
        AsyncListener listener,
        @Nullable ServletRequest request,
        @Nullable ServletResponse response) {
      this.listener = listener;
      this.request = request;
      this.response = response;
    }

    private AsyncEvent shown(AsyncEvent event, AsyncContext context) {
      return new AsyncEvent(context, request, response, event.getThrowable());
    }

    @Override
    public void onComplete(AsyncEvent event) throws java.io.IOException {
      listener.onComplete(shown(event, CapturedAsync.this));
    }

    @Override
    public void onTimeout(AsyncEvent event) throws java.io.IOException {
      listener.onTimeout(shown(event, CapturedAsync.this));
    }

    @Override
    public void onError(AsyncEvent event) throws java.io.IOException {
      listener.onError(shown(event, CapturedAsync.this));
    }

    @Override
    public void onStartAsync(AsyncEvent event) throws java.io.IOException {
      // The context is a new one; the handler has it by now where it was begun through the capture.
      AsyncContext begun = event.getAsyncContext();
      listener.onStartAsync(
          shown(event, begun == null ? CapturedAsync.this : end.shown(begun, original)));
    }
  }
}
