package io.larder.servlet;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
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
 * with the whole response; it remembers whether the handler learnt who the user is.
 */
final class FillRequest extends CapturedRequest {
  private static final Set<String> HIDDEN =
      Set.of(
          "if-match",
          "if-modified-since",
          "if-none-match",
          "if-range",
          "if-unmodified-since",
          "range");

  private boolean knowsUser;

  FillRequest(HttpServletRequest real, CapturingResponse response) {
    super(real, response);
  }

  /** Whether the handler was told of a session or a user, so that the response may be personal. */
  boolean knowsUser() {
    return knowsUser;
  }

  /** Whether a field is hidden from the handler. */
  static boolean hidden(@Nullable String name) {
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
