package io.larder.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpUpgradeHandler;
import java.io.BufferedReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The request that a {@link CapturingResponse} answers: it tells the capture what ends it. */
class CapturedRequest extends HttpServletRequestWrapper {

  private final CapturingResponse response;
  private HttpServletResponse shown;
  private @Nullable CapturedAsync async;
  private @Nullable BufferedReader text;

  CapturedRequest(HttpServletRequest real, CapturingResponse response) {
    super(real);
    this.response = response;
    this.shown = response;
    response.belongsTo(real);
  }

  /** What a handler is given that goes asynchronous with what the container has. */
  void shows(HttpServletResponse shown) {
    this.shown = shown;
  }

  /**
   * With our wrappers in place of the container's own, which a handler would write past us with.
   */
  @Override
  public AsyncContext startAsync() {
    if (!isAsyncSupported()) {
      return super.startAsync(); // which throws: Jetty asks only here
    }
    return begun(super.startAsync(this, shown), true);
  }

  @Override
  public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
    AsyncContext context = super.startAsync(request, response);
    if (!this.response.isWithin(response)) {
      this.response.startsAsyncElsewhere();
    }
    return begun(context, false);
  }

  private AsyncContext begun(AsyncContext context, boolean original) {
    CapturedAsync captured = response.startsAsync(context, original);
    async = captured;
    return captured;
  }

  @Override
  public AsyncContext getAsyncContext() {
    AsyncContext context = super.getAsyncContext(); // which throws if there is none
    return async != null ? async : context;
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    ServletInputStream input = super.getInputStream();
    return RequestHeads.mayHideContent(this)
        ? new UnannouncedInput(input, response::hadContent)
        : input;
  }

  @Override
  public BufferedReader getReader() throws IOException {
    BufferedReader reader = super.getReader();
    if (!RequestHeads.mayHideContent(this)) {
      return reader;
    }
    BufferedReader noticed = text;
    text = noticed != null ? noticed : UnannouncedInput.reader(reader, response::hadContent);
    return text;
  }

  @Override
  public <T extends HttpUpgradeHandler> T upgrade(Class<T> handler)
      throws IOException, ServletException {
    response.upgrades();
    return super.upgrade(handler);
  }

  @Override
  public @Nullable RequestDispatcher getRequestDispatcher(String path) {
    RequestDispatcher dispatcher = super.getRequestDispatcher(path);
    return dispatcher == null ? null : new FillDispatcher(dispatcher, response);
  }
}
