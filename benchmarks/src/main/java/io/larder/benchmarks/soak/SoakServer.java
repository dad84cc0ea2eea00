package io.larder.benchmarks.soak;

import io.larder.cache.CacheStats;
import io.larder.cache.Larder;
import io.larder.servlet.CacheFilter;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.session.DefaultSessionIdManager;
import org.eclipse.jetty.session.HouseKeeper;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The server's JVM: Jetty with the filter over {@code memory:} in front of {@link SoakServlet}.
 *
 * <p>Jetty is as it comes, but for what would hide a leak or keep the run from ending: idle
 * threads, connections and sessions go within seconds, sent bytes are not held by the kernel by the
 * megabyte, and heads of answers may be as large as the cache allows.
 */
public final class SoakServer {

  private static final int IDLE_MILLIS = 2000;

  private final Server jetty;
  private final Larder larder;
  private final CacheFilter filter;
  private final SoakServlet servlet = new SoakServlet();
  private final int port;
  private CacheStats counted;

  private SoakServer(String store) throws Exception {
    larder = Larder.open(store);
    counted = larder.stats();
    filter = CacheFilter.builder(larder).rules(SoakServlet.RULES).build();
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setIdleTimeout(IDLE_MILLIS);
    threads.setMaxEvictCount(100);
    jetty = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setResponseHeaderSize(64 * 1024);
    ServerConnector connector = new ServerConnector(jetty, new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    connector.setIdleTimeout(10_000);
    connector.setAcceptedSendBufferSize(64 * 1024);
    jetty.addConnector(connector);
    HouseKeeper keeper = new HouseKeeper();
    keeper.setIntervalSec(2);
    DefaultSessionIdManager ids = new DefaultSessionIdManager(jetty);
    keeper.setSessionIdManager(ids);
    ids.setSessionHouseKeeper(keeper);
    jetty.addBean(ids, true);
    jetty.setHandler(context());
    jetty.start();
    port = connector.getLocalPort();
  }

  private ServletContextHandler context() {
    ServletContextHandler context = new ServletContextHandler(ServletContextHandler.SESSIONS);
    context.getSessionHandler().setMaxInactiveInterval(5);
    ServletHolder holder = new ServletHolder("soak", servlet);
    holder.setAsyncSupported(true);
    SoakServlet.RULES
        .lines()
        .map(rule -> rule.split(" ", 2)[0])
        .forEach(pattern -> context.addServlet(holder, pattern));
    FilterHolder held = new FilterHolder(filter);
    held.setAsyncSupported(true);
    context.addFilter(held, "/*", EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
    return context;
  }

  /** Serves until its standard input ends; its argument is the store. */
  public static void main(String[] args) throws Exception {
    ServerLog.listen();
    SoakServer server = new SoakServer(args[0]);
    try (server.larder) {
      Words.answer(server::answer);
      server.jetty.stop();
    }
  }

  private Map<String, ?> answer(String word) {
    return switch (word) {
      case "port" -> Map.of("port", port);
      case "work" -> Gauges.of(filter);
      case "report" -> report();
      case "caches" -> larder.statsByCache();
      case "stats" -> statsSinceLast();
      case "clear" -> Map.of("clear", larder.clear());
      default -> throw new IllegalArgumentException(word);
    };
  }

  private Map<String, ?> report() {
    Map<String, Object> report = new TreeMap<>(Gauges.ofJvm());
    report.putAll(Gauges.of(larder));
    report.putAll(Gauges.of(filter));
    report.put("calls", servlet.calls());
    report.putAll(ServerLog.report());
    return report;
  }

  private Map<String, ?> statsSinceLast() {
    CacheStats now = larder.stats();
    CacheStats since = now.minus(counted);
    counted = now;
    return Map.of("stats", since);
  }
}
