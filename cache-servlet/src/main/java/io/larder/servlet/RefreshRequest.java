package io.larder.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpUpgradeHandler;
import org.jspecify.annotations.Nullable;

/**
 * The request of a refresh, whose client has its answer: a GET where the client sent HEAD, and
 * nothing can be begun with it that would need the client.
 */
final class RefreshRequest extends HttpServletRequestWrapper {

  private final String method;
  private final Foreground foreground;

  private final boolean dispatches;

  /**
   * Creates it.
   *
   * @param dispatches whether the container's dispatchers do with another response than its own
   */
  RefreshRequest(
      HttpServletRequest real, String method, Foreground foreground, boolean dispatches) {
    super(real);
    this.method = method;
    this.foreground = foreground;
    this.dispatches = dispatches;
  }

  @Override
  public @Nullable RequestDispatcher getRequestDispatcher(String path) {
    RequestDispatcher dispatcher = super.getRequestDispatcher(path);
    return dispatches || dispatcher == null ? dispatcher : new NoDispatcher(foreground);
  }

  @Override
  public String getMethod() {
    return method;
  }

  @Override
  public AsyncContext startAsync() {
    throw foreground.need("startAsync with the container's own response");
  }

  @Override
  public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
    return new RefreshAsync(super.startAsync(), request, response, foreground);
  }

  @Override
  public <T extends HttpUpgradeHandler> T upgrade(Class<T> handler) {
    throw foreground.need("upgrade");
  }

  @Override
  public HttpSession getSession() {
    return getSession(true);
  }

  @Override
  public HttpSession getSession(boolean create) {
    HttpSession session = super.getSession(false);
    if (session == null && create) {
      throw foreground.need("a new session");
    }
    return session;
  }

  /** Stands for a dispatcher that would act on the response which the client has. */
  private record NoDispatcher(Foreground foreground) implements RequestDispatcher {

    @Override
    public void forward(ServletRequest request, ServletResponse response) {
      throw foreground.need("a forward");
    }

    @Override
    public void include(ServletRequest request, ServletResponse response) {
      throw foreground.need("an include");
    }
  }
}
