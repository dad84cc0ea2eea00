package io.larder.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

/**
 * The asynchronous context of a refresh. A dispatch would begin a response that has ended long ago:
 * it ends the refresh instead, and the page is computed while its client waits from then on.
 */
record RefreshAsync(
    AsyncContext real, ServletRequest request, ServletResponse response, Foreground foreground)
    implements AsyncContext {

  private void ends() {
    NotInRefresh unused = foreground.need("a dispatch");
    real.complete();
  }

  @Override
  public void dispatch() {
    ends();
  }

  @Override
  public void dispatch(String path) {
    ends();
  }

  @Override
  public void dispatch(ServletContext context, String path) {
    ends();
  }

  @Override
  public ServletRequest getRequest() {
    return request;
  }

  @Override
  public ServletResponse getResponse() {
    return response;
  }

  @Override
  public boolean hasOriginalRequestAndResponse() {
    return false;
  }

  @Override
  public void complete() {
    real.complete();
  }

  @Override
  public void start(Runnable work) {
    real.start(work);
  }

  @Override
  public void addListener(AsyncListener listener) {
    real.addListener(listener);
  }

  @Override
  public void addListener(
      AsyncListener listener, ServletRequest request, ServletResponse response) {
    real.addListener(listener, request, response);
  }

  @Override
  public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
    try {
      return real.createListener(type);
    } catch (ServletException | IllegalStateException e) {
      throw foreground.need("createListener"); // Undertow would let it go with the exchange
    }
  }

  @Override
  public void setTimeout(long milliseconds) {
    real.setTimeout(milliseconds);
  }

  @Override
  public long getTimeout() {
    return real.getTimeout();
  }
}
