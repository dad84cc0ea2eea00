package io.larder.benchmarks;

import io.larder.cache.Larder;
import io.larder.servlet.CacheFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import java.net.URI;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/** A Jetty on a free port with one servlet, and the filter in front of it if there is one. */
final class Server implements AutoCloseable {

  private final org.eclipse.jetty.server.Server jetty = new org.eclipse.jetty.server.Server();
  private final URI uri;

  private Server(String path, HttpServlet servlet, @Nullable CacheFilter cache) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    ServerConnector connector = new ServerConnector(jetty, new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    jetty.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    ServletHolder holder = new ServletHolder("servlet", servlet);
    holder.setAsyncSupported(true);
    context.addServlet(holder, path);
    if (cache != null) {
      FilterHolder filter = new FilterHolder(cache);
      filter.setAsyncSupported(true);
      context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
    }
    jetty.setHandler(context);
    try {
      jetty.start();
    } catch (Exception e) {
      throw new IllegalStateException("Jetty does not start", e);
    }
    uri = URI.create("http://127.0.0.1:" + connector.getLocalPort());
  }

  /** Starts one without a cache. */
  static Server bare(String path, HttpServlet servlet) {
    return new Server(path, servlet, null);
  }

  /** Starts one that answers from the Larder. */
  static Server cached(String path, HttpServlet servlet, Larder larder) {
    return cached(path, servlet, CacheFilter.over(larder));
  }

  /** Starts one with a filter of its own rules. */
  static Server cached(String path, HttpServlet servlet, CacheFilter cache) {
    return new Server(path, servlet, cache);
  }

  /** Returns where it listens. */
  URI uri() {
    return uri;
  }

  @Override
  public void close() {
    try {
      jetty.stop();
    } catch (Exception e) {
      throw new IllegalStateException("Jetty does not stop", e);
    }
  }
}
