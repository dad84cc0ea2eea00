package io.larder.servlet;

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
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Those who share a URL, and how an application outside of the cache knows them. */
enum User {
  ALICE,
  BOB,
  CAROL;

  /** By this a test says who asks; nothing but the gate knows of it. */
  static final String TRUTH = "X-Truth";

  /** What no answer to another user has anywhere, and no session's id by chance. */
  String marker() {
    return name().toLowerCase(Locale.ROOT) + "-in-person";
  }

  String origin() {
    return "https://" + marker() + ".example";
  }

  /**
   * Stands outside of the cache as a security filter does, and knows for whom a request is. What it
   * tells the handler past the request is how a test learns for whom an answer was made: no handler
   * that reads nothing could know it.
   */
  static final class Gate implements Filter {
    private static final ThreadLocal<User> SERVED = new ThreadLocal<>();

    static User served() {
      return SERVED.get();
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      HttpServletRequest http = (HttpServletRequest) request;
      String truth = http.getHeader(TRUTH);
      SERVED.set(truth == null ? CAROL : valueOf(truth));
      String attribute = http.getHeader("X-Attribute");
      if (attribute != null) {
        request.setAttribute("app.user", attribute);
      }
      try {
        chain.doFilter(new Known(http), response);
      } finally {
        SERVED.remove();
      }
    }
  }

  /** A request whose user and address are those that were found out outside. */
  private static final class Known extends HttpServletRequestWrapper {
    private final @Nullable String login;

    Known(HttpServletRequest request) {
      super(request);
      login = request.getHeader("X-Login");
    }

    @Override
    public Enumeration<String> getHeaderNames() {
      List<String> names = Collections.list(super.getHeaderNames());
      names.removeIf(TRUTH::equalsIgnoreCase);
      return Collections.enumeration(names);
    }

    @Override
    public @Nullable Principal getUserPrincipal() {
      return login == null ? null : () -> login;
    }

    @Override
    public @Nullable String getRemoteUser() {
      return login;
    }

    @Override
    public @Nullable String getAuthType() {
      return login == null ? null : "FORM";
    }

    @Override
    public boolean isUserInRole(String role) {
      return role.equals(login);
    }

    @Override
    public String getRemoteAddr() {
      String address = getHeader("X-Address");
      return address == null ? super.getRemoteAddr() : address;
    }

    @Override
    public String getRemoteHost() {
      String address = getHeader("X-Address");
      return address == null ? super.getRemoteHost() : address;
    }
  }
}
