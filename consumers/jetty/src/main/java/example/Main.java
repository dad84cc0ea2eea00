package example;

import io.larder.cache.Larder;
import io.larder.cache.annotation.Cached;
import io.larder.servlet.CacheFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Embedded Jetty until its standard input ends; then it stops and says which threads are left. */
public final class Main {

  private Main() {}

  /** Takes the URI of the store. */
  public static void main(String[] args) throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    try (Larder larder = Larder.open(args[0])) {
      ServletContextHandler context = new ServletContextHandler();
      FilterHolder filter = new FilterHolder(CacheFilter.over(larder));
      filter.setAsyncSupported(true);
      context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
      context.addServlet(new ServletHolder(new Greeting()), "/greeting");
      context.addServlet(new ServletHolder(new Evictions(larder)), "/evictions");
      Server server = new Server();
      ServerConnector connector = new ServerConnector(server);
      connector.setHost("127.0.0.1");
      server.addConnector(connector);
      server.setHandler(context);
      server.start();
      System.out.println("listening http://127.0.0.1:" + connector.getLocalPort());
      while (System.in.read() >= 0) {
        // until the one who started this has had enough
      }
      server.stop();
    }
    Threads.reportSince(before);
  }

  /** Greets, and counts how often it was asked. */
  @Cached(
      ttl = "30s",
      params = {"name", "lang"},
      tags = "name:{name}")
  public static final class Greeting extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final AtomicInteger asked = new AtomicInteger();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.setContentType("text/plain;charset=UTF-8");
      response
          .getWriter()
          .println("Hello " + request.getParameter("name") + ", no. " + asked.incrementAndGet());
    }
  }

  /** Evicts a page by its key or ends all pages of a tag. */
  public static final class Evictions extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient Larder larder;

    Evictions(Larder larder) {
      this.larder = larder;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      String key = request.getParameter("key");
      response
          .getWriter()
          .println(
              key != null
                  ? larder.pages().evict(key)
                  : larder.invalidate(request.getParameter("tag")));
    }
  }
}
