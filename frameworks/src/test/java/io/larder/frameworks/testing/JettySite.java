package io.larder.frameworks.testing;

import java.nio.file.Path;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Jetty with Servlet 6.0. */
final class JettySite {
  private JettySite() {}

  static Site start(Path files, Site.App app) throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.SESSIONS);
    context.setBaseResourceAsPath(files);
    context.addServletContainerInitializer((classes, to) -> app.deploy(to));
    server.setHandler(context);
    server.start();
    return new Site(connector.getLocalPort(), server::stop);
  }
}
