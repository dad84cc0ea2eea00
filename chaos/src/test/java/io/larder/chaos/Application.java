package io.larder.chaos;

import io.larder.cache.Answer;
import io.larder.cache.Cache;
import io.larder.cache.Larder;
import io.larder.cache.LarderBuilder;
import io.larder.cache.spi.Backend;
import io.larder.cache.spi.BackendContext;
import io.larder.redis.RedisBackend;
import io.larder.servlet.CacheFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.StringJoiner;
import java.util.function.Function;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import redis.clients.jedis.DefaultRedisCredentials;
import redis.clients.jedis.RedisCredentials;

/**
 * One of the application processes: Jetty in front of an {@link Origin}, with values cached by the
 * engine and pages by the filter, both over one store.
 */
public final class Application extends HttpServlet {

  private static final long serialVersionUID = 1L;

  /** The store's URI of an application without a cache. */
  static final String NO_STORE = "none:";

  /** What the URI of a store begins with that has copies before it. */
  static final String COPIES = "tiered+";

  private static final String RULES =
      "/page ttl=5m anyHost params=group,item tags=item:{item},group:{group}";

  private final transient Origin origin;
  private final transient Larder larder;
  private final transient Cache<String> values;
  private final transient CacheFilter filter;
  private final transient Sources sources = new Sources();
  private transient volatile Flaw flaw = Flaw.NONE;

  private Application(Board board, int node, String store, boolean flawed) {
    this.origin = new Origin(board, node);
    LarderBuilder builder = Larder.builder().listener(sources);
    if (store.equals(NO_STORE)) {
      builder.store(store);
    } else {
      builder
          .namespace(Site.NAMESPACE)
          .backend(flawed ? flawed(store, board) : sound(store, board));
    }
    this.larder = builder.build();
    this.values = larder.cache("values", String.class);
    sources.count(() -> larder.copyStats().hits());
    this.filter = CacheFilter.builder(larder).rules(RULES).build();
  }

  private static Function<BackendContext, Backend> sound(String store, Board board) {
    return RedisBackend.at(store, () -> login(board.password()));
  }

  private Function<BackendContext, Backend> flawed(String store, Board board) {
    Function<BackendContext, Backend> backend =
        store.startsWith(COPIES)
            ? FlawedBus.withCopies(sound(store.substring(COPIES.length()), board), () -> flaw)
            : sound(store, board);
    return FlawedBackend.over(backend, () -> flaw);
  }

  private static RedisCredentials login(long password) {
    return new DefaultRedisCredentials(Site.USER, Site.password(password));
  }

  /**
   * Serves until its standard input ends.
   *
   * @param args the board, the number of this node, the store's URI, and whether it may be flawed
   */
  public static void main(String[] args) throws Exception {
    Board board = Board.open(Path.of(args[0]));
    Application application =
        new Application(board, Integer.parseInt(args[1]), args[2], Boolean.parseBoolean(args[3]));
    try (application.larder) {
      Server jetty = new Server();
      ServerConnector connector = new ServerConnector(jetty);
      connector.setHost("127.0.0.1");
      connector.setIdleTimeout(600_000); // a client that reuses a connection is not to race its end
      connector.setAcceptQueueSize(1024);
      jetty.addConnector(connector);
      ServletContextHandler context = new ServletContextHandler();
      ServletHolder servlet = new ServletHolder(application);
      servlet.setAsyncSupported(true);
      context.addServlet(servlet, "/*");
      FilterHolder sources = new FilterHolder(application.sources);
      sources.setAsyncSupported(true);
      context.addFilter(sources, "/*", EnumSet.of(DispatcherType.REQUEST));
      FilterHolder filter = new FilterHolder(application.filter);
      filter.setAsyncSupported(true);
      context.addFilter(filter, "/page", EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
      jetty.setHandler(context);
      jetty.start();
      System.out.println(connector.getLocalPort());
      while (System.in.read() >= 0) {
        // until it ends
      }
      jetty.stop();
    }
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain");
    response.getWriter().print(answer(request, response));
  }

  private String answer(HttpServletRequest request, HttpServletResponse response) {
    return switch (request.getServletPath() + request.getPathInfo()) {
      case "/page" -> origin.compute(item(request));
      case "/value" -> {
        String value = value(item(request));
        response.setHeader(Sources.HEADER, sources.last().name());
        yield value;
      }
      case "/end" -> end(Ending.valueOf(request.getParameter("what")), item(request)).name();
      case "/loads" -> loads();
      case "/flaw" -> {
        flaw = Flaw.valueOf(request.getParameter("name"));
        yield flaw.name();
      }
      default -> throw new IllegalArgumentException(request.getRequestURI());
    };
  }

  private static int item(HttpServletRequest request) {
    return Integer.parseInt(request.getParameter("item"));
  }

  private String value(int item) {
    return ""
        + values.get(
            "" + item,
            load -> {
              if (Items.kind(item) == Items.Kind.VALUE) {
                load.tags("item:" + item, "group:" + Items.group(item));
              }
              return origin.compute(item);
            });
  }

  private Answer end(Ending what, int item) {
    return switch (what) {
      case TAG -> larder.invalidate("item:" + item);
      case GROUP -> larder.invalidate("group:" + Items.group(item));
      case PUT -> {
        String value = origin.known(item);
        Answer answer = values.put("" + item, value);
        origin.put(item, value);
        yield answer;
      }
      case EVICT ->
          Items.kind(item) == Items.Kind.PAGE
              ? filter.evict(URI.create("http://localhost" + Items.uri(item)))
              : values.evict("" + item);
      case CLEAR -> Items.kind(item) == Items.Kind.PAGE ? larder.pages().clear() : values.clear();
      case CLEAR_ALL -> larder.clear();
    };
  }

  private String loads() {
    StringJoiner lines = new StringJoiner("\n");
    origin
        .drain()
        .forEach(it -> lines.add(it.item() + " " + it.id() + " " + it.began() + " " + it.ended()));
    return lines.toString();
  }
}
