package io.larder.servlet.testing;

import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

final class JettyContainer implements Container {
  private final Server server;

  JettyContainer(App app) throws Exception {
    server = new Server(new QueuedThreadPool(app.threads));
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context =
        new ServletContextHandler(
            app.contextPath.isEmpty() ? "/" : app.contextPath, ServletContextHandler.SESSIONS);
    ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
    errors.setShowStacks(false);
    app.errorPages.forEach(page -> errors.addErrorPage(page.status(), page.location()));
    context.setErrorHandler(errors);
    for (App.ServletMapping each : app.servlets) {
      ServletHolder holder = new ServletHolder(each.servlet());
      holder.setAsyncSupported(each.async());
      holder.setInitParameters(each.init());
      context.addServlet(holder, each.path());
    }
    for (App.FilterMapping each : app.filters) {
      FilterHolder holder = new FilterHolder(each.filter());
      holder.setAsyncSupported(each.async());
      holder.setInitParameters(each.init());
      context.addFilter(holder, each.path(), EnumSet.copyOf(each.dispatchers()));
    }
    server.setHandler(context);
    server.start();
  }

  @Override
  public Kind kind() {
    return Kind.JETTY;
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
