package io.larder.example.gateway;

import io.larder.cache.Larder;
import io.larder.servlet.CacheFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.time.Duration;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A caching reverse proxy: a server whose one servlet asks an origin. Thread-safe. */
public final class Gateway implements AutoCloseable {
  /** How long requests that are under way may take when the server is told to end. */
  private static final Duration GRACE = Duration.ofMillis(1_100);

  /** How long their threads may take to end then: half of it by themselves, half interrupted. */
  private static final Duration INTERRUPTED_FOR = Duration.ofMillis(200);

  /** Of which nobody waits for an origin, nor for another request's answer. */
  private static final int THREADS = 200;

  private final Server server;
  private final ServerConnector connector;
  private final GracefulHandler requests = new GracefulHandler();
  private final OriginClient client;
  private final CacheFilter cache;

  private Gateway(
      Server server, ServerConnector connector, OriginClient client, CacheFilter cache) {
    this.server = server;
    this.connector = connector;
    this.client = client;
    this.cache = cache;
  }

  /**
   * Starts one; the origin is not asked anything yet.
   *
   * @param larder that keeps responses; it stays the caller's to close
   * @throws Exception if its address cannot be had ({@link java.io.IOException}), or it does not
   *     start
   */
  public static Gateway start(GatewaySettings settings, Larder larder) throws Exception {
    return start(settings, larder, THREADS);
  }

  /** Starts one with that many threads at most. */
  static Gateway start(GatewaySettings settings, Larder larder, int most) throws Exception {
    QueuedThreadPool threads = threads(most);
    Server server = new Server(threads);
    ServerConnector connector = GatewayConnector.on(server, settings.address());
    server.addConnector(connector);
    OriginClient client = new OriginClient(settings, threads);
    server.addBean(client.http());
    CacheFilter cache = GatewayFilter.over(larder, settings.ttl());
    Gateway gateway = new Gateway(server, connector, client, cache);
    gateway.requests.setHandler(new ChunkedAnswers(new AsteriskTarget(gateway.context())));
    server.setHandler(gateway.requests);
    server.setStopTimeout(GRACE.toMillis());
    try {
      // First of all: whoever has the wrong port shall hear of that alone.
      connector.open();
      server.start();
      return gateway;
    } catch (Exception e) {
      gateway.close();
      throw e;
    }
  }

  private static QueuedThreadPool threads(int most) {
    QueuedThreadPool threads =
        new QueuedThreadPool(most) {
          /** Whatever the server sets: it never sets less than a second. */
          @Override
          public long getStopTimeout() {
            return INTERRUPTED_FOR.toMillis();
          }
        };
    threads.setName("gateway");
    return threads;
  }

  private ServletContextHandler context() {
    ServletContextHandler context =
        new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS);
    // %2F and the like are the origin's business, and rules have to see a path all the same.
    context.getServletHandler().setDecodeAmbiguousURIs(true);
    filter(context, "exact", new ExactFields());
    filter(context, "larder", cache);
    ServletHolder servlet = new ServletHolder(new GatewayServlet(client));
    servlet.setAsyncSupported(true);
    context.addServlet(servlet, "/*");
    ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
    errors.setShowStacks(false);
    context.setErrorHandler(errors);
    return context;
  }

  private static void filter(ServletContextHandler context, String name, Filter filter) {
    FilterHolder holder = new FilterHolder(filter);
    holder.setName(name);
    holder.setAsyncSupported(true);
    // A request that has waited for another one's answer in vain comes back by a dispatch.
    context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
  }

  /** Where it listens, with a slash at the end. */
  public String url() {
    String host = connector.getHost();
    return "http://%s:%d/"
        .formatted(host.indexOf(':') < 0 ? host : "[" + host + "]", connector.getLocalPort());
  }

  /** How many exchanges with the origin are under way. */
  int active() {
    return client.active();
  }

  /** Requests that are under way, be it that their clients have their answers already. */
  long requests() {
    return requests.getCurrentRequestCount();
  }

  CacheFilter cache() {
    return cache;
  }

  /** Waits until it has stopped. */
  public void join() throws InterruptedException {
    server.join();
  }

  /** Answers the requests that are under way, for 1.1 seconds at most, and ends. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      // It has stopped all the same; what was still under way is told to its client by the socket.
    }
  }
}
