package io.larder.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpUpgradeHandler;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The request that a {@link CapturingResponse} answers: it tells the capture what ends it. */
class CapturedRequest extends HttpServletRequestWrapper {

  private final HttpServletRequest real;
  private final CapturingResponse response;

  CapturedRequest(HttpServletRequest real, CapturingResponse response) {
    super(real);
    this.real = real;
    this.response = response;
    response.belongsTo(real);
  }

  @Override
  public AsyncContext startAsync() {
    return response.asyncStarts() ? super.startAsync(real, response) : super.startAsync();
  }

  @Override
  public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
    this.response.asyncStarts();
    return super.startAsync(request, response);
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
