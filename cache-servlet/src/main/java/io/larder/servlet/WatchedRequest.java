package io.larder.servlet;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletConnection;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.security.Principal;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The request of a handler whose response may be shared: it notes what is read of it that could
 * tell users apart.
 */
class WatchedRequest extends CapturedRequest {

  private final Reads reads;
  private final WatchedFields fields;
  private final WatchedQuery query;
  private final WatchedAttributes attributes;

  /**
   * Creates it.
   *
   * @param reads notes what is read
   */
  WatchedRequest(HttpServletRequest real, CapturingResponse response, Reads reads) {
    super(real, response);
    this.reads = reads;
    this.fields = new WatchedFields(reads);
    this.query = new WatchedQuery(UndertowQuery.of(real), reads);
    this.attributes = new WatchedAttributes(reads);
  }

  /**
   * Whether a header field is hidden from the handler, which is then no read of it.
   *
   * @param name in any case
   */
  boolean isHidden(String name) {
    ReadRules rules = reads.rules();
    return !rules.shows() && rules.hidesField(RequestFieldKinds.lowerCase(name));
  }

  private <T> T noted(String read, T value) {
    reads.read(read, value != null);
    return value;
  }

  // Who asks.

  @Override
  public @Nullable HttpSession getSession(boolean create) {
    return noted(ReadKinds.SESSION, super.getSession(create));
  }

  @Override
  public HttpSession getSession() {
    return noted(ReadKinds.SESSION, super.getSession());
  }

  @Override
  public @Nullable String getRequestedSessionId() {
    return noted(ReadKinds.SESSION_ID, super.getRequestedSessionId());
  }

  @Override
  public boolean isRequestedSessionIdFromCookie() {
    boolean is = super.isRequestedSessionIdFromCookie();
    reads.read(ReadKinds.SESSION_ID, is);
    return is;
  }

  @Override
  public boolean isRequestedSessionIdFromURL() {
    boolean is = super.isRequestedSessionIdFromURL();
    reads.read(ReadKinds.SESSION_ID, is);
    return is;
  }

  @Override
  public boolean isRequestedSessionIdValid() {
    boolean valid = super.isRequestedSessionIdValid();
    reads.read(ReadKinds.SESSION, valid);
    return valid;
  }

  @Override
  public String changeSessionId() {
    reads.there(ReadKinds.SESSION);
    return super.changeSessionId();
  }

  @Override
  public @Nullable Principal getUserPrincipal() {
    return noted(ReadKinds.PRINCIPAL, super.getUserPrincipal());
  }

  @Override
  public @Nullable String getRemoteUser() {
    return noted(ReadKinds.PRINCIPAL, super.getRemoteUser());
  }

  @Override
  public @Nullable String getAuthType() {
    return noted(ReadKinds.PRINCIPAL, super.getAuthType());
  }

  @Override
  public boolean isUserInRole(String role) {
    boolean is = super.isUserInRole(role);
    reads.read(ReadKinds.PRINCIPAL, is || super.getUserPrincipal() != null);
    return is;
  }

  @Override
  public boolean authenticate(HttpServletResponse response) throws IOException, ServletException {
    reads.there(ReadKinds.PRINCIPAL);
    return super.authenticate(response);
  }

  @Override
  public void login(String name, String password) throws ServletException {
    reads.there(ReadKinds.PRINCIPAL);
    super.login(name, password);
  }

  @Override
  public void logout() throws ServletException {
    reads.there(ReadKinds.PRINCIPAL);
    super.logout();
  }

  // From where.

  private void remoteAddress() {
    if (reads.rules().watch() && !Plumbing.ADDRESS.isAsking()) {
      reads.there(ReadKinds.REMOTE_ADDRESS);
    }
  }

  @Override
  public String getRemoteAddr() {
    remoteAddress();
    return super.getRemoteAddr();
  }

  @Override
  public String getRemoteHost() {
    remoteAddress();
    return super.getRemoteHost();
  }

  @Override
  public int getRemotePort() {
    remoteAddress();
    return super.getRemotePort();
  }

  @Override
  public ServletConnection getServletConnection() {
    remoteAddress();
    return super.getServletConnection();
  }

  // Under which name.

  private void host() {
    if (!reads.rules().tellsHosts() && reads.rules().watch() && !Plumbing.HOST.isAsking()) {
      reads.there(ReadKinds.HOST);
    }
  }

  @Override
  public String getScheme() {
    host();
    return super.getScheme();
  }

  @Override
  public boolean isSecure() {
    host();
    return super.isSecure();
  }

  @Override
  public String getServerName() {
    host();
    return super.getServerName();
  }

  @Override
  public int getServerPort() {
    host();
    return super.getServerPort();
  }

  @Override
  public StringBuffer getRequestURL() {
    host();
    return super.getRequestURL();
  }

  // What with: header fields.

  @Override
  public Cookie @Nullable [] getCookies() {
    if (isHidden("Cookie")) {
      return null;
    }
    boolean there = super.getHeader("Cookie") != null;
    fields.read("cookie", there);
    return super.getCookies();
  }

  @Override
  public @Nullable String getHeader(String name) {
    if (name == null || isHidden(name)) {
      return null;
    }
    String value = super.getHeader(name);
    fields.read(name, value != null);
    return value;
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    if (name == null || isHidden(name)) {
      return Collections.emptyEnumeration();
    }
    Enumeration<String> values = super.getHeaders(name);
    fields.read(name, values != null && values.hasMoreElements());
    return values;
  }

  /** The names of all header fields, before a rule hides some; null if the container tells none. */
  @Nullable Enumeration<String> fieldNames() {
    return super.getHeaderNames();
  }

  @Override
  public final @Nullable Enumeration<String> getHeaderNames() {
    return fields.all(fieldNames(), this::isHidden);
  }

  @Override
  public long getDateHeader(String name) {
    return getHeader(name) == null ? -1 : super.getDateHeader(name);
  }

  @Override
  public int getIntHeader(String name) {
    return getHeader(name) == null ? -1 : super.getIntHeader(name);
  }

  @Override
  public Locale getLocale() {
    fields.read("accept-language", super.getHeader("Accept-Language") != null);
    return super.getLocale();
  }

  @Override
  public Enumeration<Locale> getLocales() {
    fields.read("accept-language", super.getHeader("Accept-Language") != null);
    return super.getLocales();
  }

  @Override
  public @Nullable String getContentType() {
    fields.read("content-type", super.getContentType() != null);
    return super.getContentType();
  }

  // What for: the query.

  @Override
  public @Nullable String getQueryString() {
    return query.text(super.getQueryString());
  }

  @Override
  public @Nullable String getParameter(String name) {
    return query.sees(name) ? super.getParameter(name) : null;
  }

  @Override
  public String @Nullable [] getParameterValues(String name) {
    return query.sees(name) ? super.getParameterValues(name) : null;
  }

  @Override
  public Enumeration<String> getParameterNames() {
    return query.names(super.getParameterNames());
  }

  @Override
  public java.util.Map<String, String[]> getParameterMap() {
    return query.map(super.getParameterMap());
  }

  // What others have left with it.

  @Override
  public @Nullable Object getAttribute(String name) {
    Object value = super.getAttribute(name);
    return RequestDispatcher.FORWARD_QUERY_STRING.equals(name) && value instanceof String said
        ? query.text(said)
        : attributes.read(name, value);
  }

  @Override
  public void setAttribute(String name, @Nullable Object value) {
    attributes.set(name);
    super.setAttribute(name, value);
  }

  @Override
  public void removeAttribute(String name) {
    attributes.set(name);
    super.removeAttribute(name);
  }
}
