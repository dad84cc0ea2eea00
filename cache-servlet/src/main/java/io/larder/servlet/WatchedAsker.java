package io.larder.servlet;

import jakarta.servlet.ServletConnection;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.PushBuilder;
import java.io.IOException;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * A request that notes who is asked for: the user, the address, and the host under which it came.
 */
class WatchedAsker extends CapturedRequest {

  private final Reads reads;

  /**
   * Creates it.
   *
   * @param reads notes what is read
   */
  WatchedAsker(HttpServletRequest real, CapturingResponse response, Reads reads) {
    super(real, response);
    this.reads = reads;
  }

  private <T> T noted(String read, T value) {
    reads.read(read, value != null);
    return value;
  }

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

  /**
   * None: a push reaches one client of the many that a page is for, and a builder knows that one's
   * session, cookies and credentials.
   */
  @Override
  public @Nullable PushBuilder newPushBuilder() {
    boolean watched = reads.rules().watch() && !reads.rules().shows();
    return watched ? null : super.newPushBuilder();
  }

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

  private void host() {
    if (reads.rules().watch() && !reads.rules().tellsHosts() && !Plumbing.HOST.isAsking()) {
      reads.there(ReadKinds.HOST);
    }
  }

  private void scheme() {
    if (reads.rules().watch() && !reads.rules().tellsSchemes() && !Plumbing.HOST.isAsking()) {
      reads.there(ReadKinds.HOST);
    }
  }

  @Override
  public String getScheme() {
    scheme();
    return super.getScheme();
  }

  @Override
  public boolean isSecure() {
    scheme();
    return super.isSecure();
  }

  @Override
  public String getServerName() {
    host();
    return super.getServerName();
  }

  @Override
  public int getServerPort() {
    scheme();
    return super.getServerPort();
  }

  @Override
  public String getLocalName() {
    host();
    return super.getLocalName();
  }

  @Override
  public String getLocalAddr() {
    host();
    return super.getLocalAddr();
  }

  @Override
  public int getLocalPort() {
    host();
    return super.getLocalPort();
  }

  @Override
  public StringBuffer getRequestURL() {
    host();
    scheme();
    return super.getRequestURL();
  }
}
