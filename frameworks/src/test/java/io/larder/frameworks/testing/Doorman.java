package io.larder.frameworks.testing;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.security.Principal;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * Stands outside of the cache for all that applications have there: {@code X-Login} is who the user
 * is, {@code X-Session} whose session it has, {@code X-Client-Address} where it comes from, and
 * each request gets a number of its own.
 */
public final class Doorman implements Filter {
  public static final String LOGIN = "X-Login";
  public static final String ADDRESS = "X-Client-Address";

  public static final String SESSION = "X-Session";

  /** The attribute with what {@code X-Seen} said. */
  public static final String SEEN = "doorman.seen";

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest asked = (HttpServletRequest) request;
    request.setAttribute("doorman.request", new Object());
    request.setAttribute(SEEN, asked.getHeader("X-Seen"));
    String session = asked.getHeader(SESSION);
    if (session != null) {
      asked.getSession().setAttribute("user", session);
    }
    chain.doFilter(new Known(asked, asked.getHeader(LOGIN), asked.getHeader(ADDRESS)), response);
  }

  private static boolean isHidden(String name) {
    return name.equalsIgnoreCase(LOGIN)
        || name.equalsIgnoreCase(ADDRESS)
        || name.equalsIgnoreCase(SESSION)
        || name.equalsIgnoreCase("X-Seen");
  }

  private static final class Known extends HttpServletRequestWrapper {
    private final String login;
    private final String address;

    Known(HttpServletRequest request, String login, String address) {
      super(request);
      this.login = login;
      this.address = address;
    }

    @Override
    public String getHeader(String name) {
      return isHidden(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      return isHidden(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
      List<String> names = Collections.list(super.getHeaderNames());
      names.removeIf(Doorman::isHidden);
      return Collections.enumeration(names);
    }

    @Override
    public Principal getUserPrincipal() {
      return login == null ? super.getUserPrincipal() : () -> login;
    }

    @Override
    public String getRemoteUser() {
      return login == null ? super.getRemoteUser() : login;
    }

    @Override
    public String getRemoteAddr() {
      return address == null ? super.getRemoteAddr() : address;
    }
  }
}
