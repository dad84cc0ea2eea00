package io.larder.servlet.testing;

import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty, by the one of its sides for Servlet that the class path has; ee10 if it has both. */
final class JettyContainer implements Container {
  private static final boolean EE10 = has("org.eclipse.jetty.ee10.servlet.ServletContextHandler");

  private final Server server;

  JettyContainer(App app) throws Exception {
    server = new Server(new QueuedThreadPool(app.threads));
    ServerConnector connector =
        app.http2
            ? new ServerConnector(server, JettyHttp2.protocols())
            : new ServerConnector(server);
    if (app.behindProxy) {
      connector
          .getConnectionFactory(HttpConnectionFactory.class)
          .getHttpConfiguration()
          .addCustomizer(new ForwardedRequestCustomizer());
    }
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    Handler handler = EE10 ? JettyEe10.handler(app) : JettyEe11.handler(app);
    server.setHandler(app.compressing ? compressing(handler) : handler);
    server.start();
  }

  /** By what Jetty 12.0 and 12.1 have in common. */
  @SuppressWarnings({"deprecation", "removal"})
  private static Handler compressing(Handler handler) {
    return new org.eclipse.jetty.server.handler.gzip.GzipHandler(handler);
  }

  private static boolean has(String className) {
    try {
      Class.forName(className, false, JettyContainer.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  @Override
  public Kind kind() {
    return Kind.JETTY;
  }

  static String version() {
    return Server.getVersion() + (EE10 ? " ee10" : " ee11");
  }

  @Override
  public int port() {
    return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
  }

  @Override
  public void close() {
    Container.stop(server::stop);
  }
}
