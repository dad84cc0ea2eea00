package io.larder.servlet;

import jakarta.servlet.Filter;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.security.Principal;
import java.util.Arrays;
import java.util.Collections;

/**
 * A careless handler: what it reads of a request that its key does not hold, and tells everybody.
 */
enum Reading {
  USER("principal", "X-User: ", "allowAuthenticated", HttpServletRequest::getRemoteUser),
  PRINCIPAL(
      "principal",
      "X-User: ",
      "allowAuthenticated",
      request -> request.getUserPrincipal() == null ? null : request.getUserPrincipal().getName()),
  ROLE(
      "principal",
      "X-User: ",
      "allowAuthenticated",
      request -> request.isUserInRole("ann") ? "ann" : request.isUserInRole("bob") ? "bob" : null),
  AUTHORIZATION(
      "authorization",
      "Authorization: ",
      "allowAuthenticated",
      request -> request.getHeader("Authorization")),
  COOKIES(
      "cookies",
      "Cookie: user=",
      "",
      request ->
          request.getCookies() == null
              ? null
              : Arrays.stream(request.getCookies()).map(Cookie::getValue).findFirst().orElse(null)),
  COOKIE_FIELD("cookies", "Cookie: user=", "", request -> request.getHeader("Cookie")),
  REQUESTED_SESSION(
      "session-id", "Cookie: JSESSIONID=", "", HttpServletRequest::getRequestedSessionId),
  FIELD("header:x-tenant", "X-Tenant: ", "", request -> request.getHeader("X-Tenant")),
  FIELDS(
      "header:x-tenant",
      "x-tenant: ",
      "",
      request -> {
        String all = String.join(",", Collections.list(request.getHeaders("X-TENANT")));
        return all.isEmpty() ? null : all;
      }),
  FORWARDED_HOST(
      "header:x-forwarded-host", "X-Forwarded-Host: ", "", r -> r.getHeader("X-Forwarded-Host")),
  ATTRIBUTE(
      "attribute:user", "X-User: ", "allowAuthenticated", r -> (String) r.getAttribute("user"));

  /**
   * Gives whoever names himself in a field a principal and an attribute, as a filter outside may.
   */
  static final Filter LOGIN =
      (request, response, chain) -> {
        String user = ((HttpServletRequest) request).getHeader("X-User");
        request.setAttribute("user", user);
        chain.doFilter(user == null ? request : new Known((HttpServletRequest) request), response);
      };

  private static final class Known extends HttpServletRequestWrapper {
    Known(HttpServletRequest request) {
      super(request);
    }

    @Override
    public Principal getUserPrincipal() {
      return this::getRemoteUser;
    }

    @Override
    public String getRemoteUser() {
      return getHeader("X-User");
    }

    @Override
    public boolean isUserInRole(String role) {
      return role.equals(getRemoteUser());
    }
  }

  private interface Read {
    String of(HttpServletRequest request);
  }

  /** As Cache-Status and allowReads name it. */
  final String read;

  private final String field;
  private final String attributes;
  private final Read reads;

  Reading(String read, String field, String attributes, Read reads) {
    this.read = read;
    this.field = field;
    this.attributes = attributes;
    this.reads = reads;
  }

  /** The field by which a user is known. */
  String by(String user) {
    return field + user;
  }

  /** A rule under which the question arises, and others besides. */
  String rules(String others) {
    return "/* ttl=30s " + attributes + " " + others;
  }

  /** Tells who asks. */
  void tell(HttpServletRequest request, jakarta.servlet.http.HttpServletResponse response)
      throws java.io.IOException {
    response.getWriter().print("for " + reads.of(request));
  }
}
