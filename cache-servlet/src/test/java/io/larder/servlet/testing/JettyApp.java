package io.larder.servlet.testing;

import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.util.EnumSet;

/** Deploys an application on Jetty, by what Servlet itself has for that. */
record JettyApp(App app) {

  String path() {
    return app.contextPath.isEmpty() ? "/" : app.contextPath;
  }

  void deploy(ServletContext context) {
    int number = 0;
    for (App.ServletMapping each : app.servlets) {
      ServletRegistration.Dynamic servlet =
          context.addServlet("servlet" + number++, each.servlet());
      servlet.setAsyncSupported(each.async());
      servlet.setInitParameters(each.init());
      servlet.addMapping(each.path());
    }
    for (App.FilterMapping each : app.filters) {
      FilterRegistration.Dynamic filter = context.addFilter("filter" + number++, each.filter());
      filter.setAsyncSupported(each.async());
      filter.setInitParameters(each.init());
      filter.addMappingForUrlPatterns(EnumSet.copyOf(each.dispatchers()), true, each.path());
    }
  }
}
