package io.larder.example;

import io.larder.cache.Larder;
import io.larder.servlet.CacheFilter;
import io.larder.servlet.CacheFilterBuilder;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** The embedded server: three servlets behind the cache's filter. Thread-safe. */
final class ExampleServer implements AutoCloseable {
  /** How long requests that are under way may take when the server is told to end. */
  private static final Duration GRACE = Duration.ofMillis(1_100);

  /** How long their threads may take to end then: half of it by themselves, half interrupted. */
  private static final Duration INTERRUPTED_FOR = Duration.ofMillis(200);

  /** How long connections without a request are kept then. */
  private static final Duration IDLE_AT_END = Duration.ofMillis(200);

  private final Server server;
  private final ServerConnector connector;
  private final Larder larder;
  private final Upstream upstream;

  private ExampleServer(
      Server server, ServerConnector connector, Larder larder, Upstream upstream) {
    this.server = server;
    this.connector = connector;
    this.larder = larder;
    this.upstream = upstream;
  }

  /**
   * Starts one.
   *
   * @throws Failure if a setting is wrong or its address cannot be had
   */
  static ExampleServer start(ServerSettings settings) {
    Upstream upstream = Upstream.open(settings.upstream());
    Larder larder;
    try {
      larder = settings.store().open();
    } catch (Failure e) {
      upstream.close();
      throw e;
    }
    Server server = new Server(threads());
    ServerConnector connector = connector(server, settings.address());
    ExampleServer example = new ExampleServer(server, connector, larder, upstream);
    server.setHandler(new GracefulHandler(example.servlets(settings.ttl())));
    server.setStopTimeout(GRACE.toMillis());
    try {
      // First of all: whoever has the wrong port shall hear of that alone.
      connector.open();
      server.start();
      return example;
    } catch (Exception e) {
      example.close();
      throw e instanceof IOException ? ListenAddress.taken(settings.address(), e) : notStarted(e);
    }
  }

  private static QueuedThreadPool threads() {
    QueuedThreadPool threads =
        new QueuedThreadPool() {
          /** Whatever the server sets: it never sets less than a second. */
          @Override
          public long getStopTimeout() {
            return INTERRUPTED_FOR.toMillis();
          }
        };
    threads.setName("http");
    return threads;
  }

  private static ServerConnector connector(Server server, InetSocketAddress address) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(address.getAddress().getHostAddress());
    connector.setPort(address.getPort());
    connector.setShutdownIdleTimeout(IDLE_AT_END.toMillis());
    server.addConnector(connector);
    return connector;
  }

  private ServletContextHandler servlets(@Nullable Duration ttl) {
    CacheFilterBuilder filter = CacheFilter.builder(larder);
    if (ttl != null) {
      filter.ttl(ttl);
    }
    ServletContextHandler context =
        new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS);
    FilterHolder holder = new FilterHolder(filter.build());
    holder.setName("larder");
    holder.setAsyncSupported(true);
    context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST));
    context.addServlet(servlet(new UniversitiesServlet(upstream.api())), "/universities");
    context.addServlet(servlet(new HealthServlet(new HealthProbe(larder::health))), "/healthz");
    context.addServlet(servlet(new IndexServlet()), "");
    ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
    errors.setShowStacks(false);
    context.setErrorHandler(errors);
    return context;
  }

  private static ServletHolder servlet(Servlet servlet) {
    ServletHolder holder = new ServletHolder(servlet);
    holder.setAsyncSupported(true);
    return holder;
  }

  private static Failure notStarted(Exception e) {
    return Failure.failed("the server does not start: " + e.getMessage(), e);
  }

  /** Where it listens. */
  String url() {
    String host = connector.getHost();
    return "http://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port();
  }

  private int port() {
    return connector.getLocalPort();
  }

  /** What its answers are kept in. */
  Larder larder() {
    return larder;
  }

  /** Asks the store for something, so that one which cannot be reached is spoken of right now. */
  void lookAtTheStore() {
    var unused = larder.pages().find(url() + "/");
  }

  /** Waits until it has stopped. */
  void join() throws InterruptedException {
    server.join();
  }

  /** Answers the requests that are under way, for 1.1 seconds at most, and ends. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      // It has stopped all the same; what was still under way is told to its client by the socket.
    } finally {
      larder.close();
      upstream.close();
    }
  }
}
