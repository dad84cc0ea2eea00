package io.larder.servlet;

import io.larder.http.HttpDate;
import io.larder.http.HttpFields;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.security.Principal;
import java.time.Instant;
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

  private volatile HttpFields conditions;
  private boolean knowsUser;

  /**
   * Creates it.
   *
   * @param conditions what the handler sees in place of the client's conditions
   */
  FillRequest(HttpServletRequest real, CapturingResponse response, HttpFields conditions) {
    super(real, response);
    this.conditions = conditions;
  }

  /** Has the handler see other conditions from now on. */
  void shows(HttpFields conditions) {
    this.conditions = conditions;
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
    return hidden(name) ? conditions.first(name) : super.getHeader(name);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    return hidden(name) ? Collections.enumeration(conditions.all(name)) : super.getHeaders(name);
  }

  @Override
  public @Nullable Enumeration<String> getHeaderNames() {
    Enumeration<String> names = super.getHeaderNames();
    if (names == null) {
      return null;
    }
    List<String> shown = Collections.list(names);
    shown.removeIf(FillRequest::hidden);
    HttpFields now = conditions;
    for (int i = 0; i < now.size(); i++) {
      shown.add(now.name(i));
    }
    return Collections.enumeration(shown);
  }

  @Override
  public long getDateHeader(String name) {
    if (!hidden(name)) {
      return super.getDateHeader(name);
    }
    String date = conditions.first(name);
    return date == null
        ? -1
        : HttpDate.parse(date, Instant.now())
            .orElseThrow(() -> new IllegalArgumentException(name + " is no date: " + date))
            .toEpochMilli();
  }

  @Override
  public int getIntHeader(String name) {
    if (!hidden(name)) {
      return super.getIntHeader(name);
    }
    String number = conditions.first(name);
    return number == null ? -1 : Integer.parseInt(number);
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
