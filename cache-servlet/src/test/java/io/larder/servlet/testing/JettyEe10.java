package io.larder.servlet.testing;

import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Handler;

/** Jetty's side of Servlet 6.0. */
final class JettyEe10 {
  private JettyEe10() {}

  static Handler handler(App app) {
    JettyApp deployed = new JettyApp(app);
    ServletContextHandler context =
        new ServletContextHandler(deployed.path(), ServletContextHandler.SESSIONS);
    ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
    errors.setShowStacks(false);
    app.errorPages.forEach(page -> errors.addErrorPage(page.status(), page.location()));
    context.setErrorHandler(errors);
    context.addServletContainerInitializer((classes, to) -> deployed.deploy(to));
    return context;
  }
}
