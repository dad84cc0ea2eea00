package io.larder.docs;

import io.larder.cache.Larder;
import io.larder.servlet.CacheFilter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;

/** Registers the filter when an application starts. */
final class CachingListener implements ServletContextListener {

  private Larder larder;

  @Override
  // tag::registration
  public void contextInitialized(ServletContextEvent event) {
    larder = Larder.open("memory:?maxBytes=64MB");
    FilterRegistration.Dynamic filter =
        event.getServletContext().addFilter("larder", CacheFilter.over(larder));
    filter.setAsyncSupported(true);
    filter.addMappingForUrlPatterns(null, false, "/*");
  }

  // end::registration

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    larder.close();
  }
}
