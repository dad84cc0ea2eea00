package io.larder.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpUpgradeHandler;

/**
 * The request of a refresh, whose client has its answer: a GET, whatever the client sent, and
 * nothing can be begun with it that would need the client.
 */
final class RefreshRequest extends HttpServletRequestWrapper {

  RefreshRequest(HttpServletRequest real) {
    super(real);
  }

  @Override
  public String getMethod() {
    return "GET";
  }

  @Override
  public boolean isAsyncSupported() {
    return false;
  }

  @Override
  public AsyncContext startAsync() {
    throw new NotInRefresh("startAsync");
  }

  @Override
  public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
    throw new NotInRefresh("startAsync");
  }

  @Override
  public <T extends HttpUpgradeHandler> T upgrade(Class<T> handler) {
    throw new NotInRefresh("upgrade");
  }

  @Override
  public HttpSession getSession() {
    return getSession(true);
  }

  @Override
  public HttpSession getSession(boolean create) {
    HttpSession session = super.getSession(false);
    if (session == null && create) {
      throw new NotInRefresh("a new session");
    }
    return session;
  }
}
