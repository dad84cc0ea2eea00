package io.larder.servlet.testing;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A web application in a container, at its root unless it says where: what is deployed, in the
 * order of mapping.
 */
public final class App {
  record ServletMapping(String path, Servlet servlet, boolean async, Map<String, String> init) {}

  record FilterMapping(
      String path,
      Filter filter,
      boolean async,
      Map<String, String> init,
      Set<DispatcherType> dispatchers) {}

  record ErrorPage(int status, String location) {}

  String contextPath = "";
  int threads = 200;
  boolean http2;
  boolean behindProxy;
  boolean compressing;
  final List<ServletMapping> servlets = new ArrayList<>();
  final List<FilterMapping> filters = new ArrayList<>();
  final List<ErrorPage> errorPages = new ArrayList<>();

  /** Deploys it below a path, such as {@code /shop}. */
  public App at(String contextPath) {
    this.contextPath = contextPath;
    return this;
  }

  /** Gives the container so many threads. */
  public App threads(int threads) {
    this.threads = threads;
    return this;
  }

  /** Has the container believe what a proxy at 127.0.0.1 says of the request. */
  public App behindProxy() {
    behindProxy = true;
    return this;
  }

  /** Lets clients go on with HTTP/2 without TLS. */
  public App http2() {
    http2 = true;
    return this;
  }

  /** Has the container compress what leaves it, as it does by its own means. */
  public App compressing() {
    compressing = true;
    return this;
  }

  /** Maps a servlet that supports asynchronous requests. */
  public App servlet(String path, Servlet servlet) {
    return servlet(path, servlet, true, Map.of());
  }

  public App servlet(String path, Servlet servlet, boolean async, Map<String, String> init) {
    servlets.add(new ServletMapping(path, servlet, async, init));
    return this;
  }

  /** Maps a filter that supports asynchronous requests, for requests that come from outside. */
  public App filter(String path, Filter filter, Map<String, String> init) {
    return filter(path, filter, true, init, EnumSet.of(DispatcherType.REQUEST));
  }

  public App filter(String path, Filter filter) {
    return filter(path, filter, Map.of());
  }

  public App filter(
      String path,
      Filter filter,
      boolean async,
      Map<String, String> init,
      Set<DispatcherType> dispatchers) {
    filters.add(new FilterMapping(path, filter, async, init, dispatchers));
    return this;
  }

  /** Answers errors of that status by a dispatch to that path. */
  public App errorPage(int status, String location) {
    errorPages.add(new ErrorPage(status, location));
    return this;
  }
}
