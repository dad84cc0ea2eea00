package io.larder.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpUpgradeHandler;
import java.io.IOException;
import java.security.Principal;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The request of a fill: without the client's conditions and range, so that the handler answers
 * with the whole response; it tells the capture what ends it, and remembers whether the handler
 * learnt who the user is.
 */
final class FillRequest extends HttpServletRequestWrapper {
  private static final Set<String> HIDDEN =
      Set.of(
          "if-match",
          "if-modified-since",
          "if-none-match",
          "if-range",
          "if-unmodified-since",
          "range");

  private final HttpServletRequest real;
  private final CapturingResponse response;
  private boolean knowsUser;

  FillRequest(HttpServletRequest real, CapturingResponse response) {
    super(real);
    this.real = real;
    this.response = response;
    response.belongsTo(real);
  }

  /** Whether the handler was told of a session or a user, so that the response may be personal. */
  boolean knowsUser() {
    return knowsUser;
  }

  private static boolean hidden(@Nullable String name) {
    return name != null && HIDDEN.contains(name.toLowerCase(Locale.ROOT));
  }

  @Override
  public @Nullable String getHeader(String name) {
    return hidden(name) ? null : super.getHeader(name);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    return hidden(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
  }

  @Override
  public @Nullable Enumeration<String> getHeaderNames() {
    Enumeration<String> names = super.getHeaderNames();
    if (names == null) {
      return null;
    }
    List<String> shown = Collections.list(names);
    shown.removeIf(FillRequest::hidden);
    return Collections.enumeration(shown);
  }

  @Override
  public long getDateHeader(String name) {
    return hidden(name) ? -1 : super.getDateHeader(name);
  }

  @Override
  public int getIntHeader(String name) {
    return hidden(name) ? -1 : super.getIntHeader(name);
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

  private <T> T noticed(T user) {
    knowsUser |= user != null;
    return user;
  }

  @Override
  public @Nullable HttpSession getSession(boolean create) {
    return noticed(super.getSession(create));
  }

  @Override
  public HttpSession getSession() {
    return noticed(super.getSession());
  }

  @Override
  public @Nullable Principal getUserPrincipal() {
    return noticed(super.getUserPrincipal());
  }

  @Override
  public @Nullable String getRemoteUser() {
    return noticed(super.getRemoteUser());
  }

  @Override
  public @Nullable String getAuthType() {
    return noticed(super.getAuthType());
  }

  @Override
  public boolean isUserInRole(String role) {
    boolean is = super.isUserInRole(role);
    knowsUser |= is;
    return is;
  }

  @Override
  public boolean authenticate(HttpServletResponse response) throws IOException, ServletException {
    knowsUser = true;
    return super.authenticate(response);
  }

  @Override
  public void login(String name, String password) throws ServletException {
    knowsUser = true;
    super.login(name, password);
  }

  @Override
  public String changeSessionId() {
    knowsUser = true;
    return super.changeSessionId();
  }
}
