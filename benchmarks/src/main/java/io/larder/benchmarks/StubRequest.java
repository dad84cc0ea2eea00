package io.larder.benchmarks;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.MappingMatch;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A GET as a browser or a load generator sends it, which costs as little as can be. */
final class StubRequest extends HttpServletRequestWrapper {

  static final String ETAG = "\"n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is\"";

  private static final HttpServletMapping MAPPING = new Mapping();

  private final String[] fields;

  StubRequest(String... fields) {
    super(Stubs.refusing(HttpServletRequest.class));
    this.fields = fields;
  }

  /** Returns a request without conditions. */
  static StubRequest plain() {
    return accepting("gzip");
  }

  /** Returns one whose client takes these content codings. */
  static StubRequest accepting(String codings) {
    return new StubRequest(
        "Host",
        "localhost:5000",
        "User-Agent",
        "stub",
        "Accept",
        "*/*",
        "Accept-Encoding",
        codings);
  }

  /** Returns a request of somebody who has the page already. */
  static StubRequest conditional() {
    return new StubRequest(
        "Host", "localhost:5000", "User-Agent", "stub", "Accept", "*/*", "If-None-Match", ETAG);
  }

  /** Returns a request of somebody who has logged in. */
  static StubRequest authorized() {
    return new StubRequest("Host", "localhost:5000", "User-Agent", "stub", "Authorization", "x");
  }

  @Override
  public @Nullable String getHeader(String name) {
    for (int i = 0; i < fields.length; i += 2) {
      if (fields[i].equalsIgnoreCase(name)) {
        return fields[i + 1];
      }
    }
    return null;
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    String value = getHeader(name);
    return value == null ? Collections.emptyEnumeration() : Collections.enumeration(List.of(value));
  }

  @Override
  public Enumeration<String> getHeaderNames() {
    List<String> names = new ArrayList<>(fields.length / 2);
    for (int i = 0; i < fields.length; i += 2) {
      names.add(fields[i]);
    }
    return Collections.enumeration(names);
  }

  @Override
  public boolean isAsyncStarted() {
    return false;
  }

  @Override
  public boolean isAsyncSupported() {
    return false;
  }

  @Override
  public String getProtocol() {
    return "HTTP/1.1";
  }

  @Override
  public @Nullable String getParameter(String name) {
    return name.equals("country") ? "Germany" : null;
  }

  @Override
  public DispatcherType getDispatcherType() {
    return DispatcherType.REQUEST;
  }

  @Override
  public @Nullable Object getAttribute(String name) {
    return null;
  }

  @Override
  public void setAttribute(String name, @Nullable Object value) {
    // nobody asks for it
  }

  @Override
  public String getMethod() {
    return "GET";
  }

  @Override
  public String getScheme() {
    return "http";
  }

  @Override
  public String getServerName() {
    return "localhost";
  }

  @Override
  public int getServerPort() {
    return 5000;
  }

  @Override
  public String getRequestURI() {
    return "/universities";
  }

  @Override
  public String getQueryString() {
    return "country=Germany";
  }

  @Override
  public String getServletPath() {
    return "/universities";
  }

  @Override
  public @Nullable String getPathInfo() {
    return null;
  }

  @Override
  public HttpServletMapping getHttpServletMapping() {
    return MAPPING;
  }

  @Override
  public @Nullable Principal getUserPrincipal() {
    return null;
  }

  @Override
  public @Nullable HttpSession getSession(boolean create) {
    return null;
  }

  private static final class Mapping implements HttpServletMapping {

    @Override
    public String getMatchValue() {
      return "universities";
    }

    @Override
    public String getPattern() {
      return "/universities";
    }

    @Override
    public String getServletName() {
      return "universities";
    }

    @Override
    public MappingMatch getMappingMatch() {
      return MappingMatch.EXACT;
    }
  }
}
