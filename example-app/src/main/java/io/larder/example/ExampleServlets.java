package io.larder.example;

import io.larder.cache.Larder;
import io.larder.example.server.ServletContexts;
import io.larder.servlet.CacheFilter;
import io.larder.servlet.CacheFilterBuilder;
import java.net.URI;
import java.time.Duration;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.jspecify.annotations.Nullable;

/** The example's servlets, behind the cache's filter. */
final class ExampleServlets {

  /** Nobody is there; only for requests that are never sent on. */
  private static final URI NOBODY = URI.create("http://localhost:0");

  private ExampleServlets() {}

  /**
   * The filter.
   *
   * @param ttl that beats the annotation's, or null
   */
  static CacheFilter filter(Larder larder, @Nullable Duration ttl) {
    CacheFilterBuilder filter = CacheFilter.builder(larder);
    if (ttl != null) {
      filter.ttl(ttl);
    }
    return filter.build();
  }

  /**
   * The servlets, which ask this for universities.
   *
   * @param methods whether they ask by way of the catalog, which keeps what it was told
   */
  static ServletContextHandler over(
      CacheFilter filter, Larder larder, UniversitiesApi api, boolean methods) {
    UniversityCatalog catalog = larder.proxy(UniversityCatalog.class, new UpstreamCatalog(api));
    UniversitySearch search = methods ? UniversitySearch.in(catalog) : api::search;
    ServletContextHandler context = ServletContexts.create();
    ServletContexts.filter(context, "larder", filter);
    ServletContexts.servlet(context, "/universities", new UniversitiesServlet(search));
    ServletContexts.servlet(context, "/universities/refresh", new RefreshServlet(catalog));
    ServletContexts.servlet(
        context, "/healthz", new HealthServlet(new HealthProbe(larder::health)));
    ServletContexts.servlet(context, "", new IndexServlet());
    return context;
  }

  /** The same for who only wants to know what the filter goes by. */
  static ServletContextHandler withoutUpstream(CacheFilter filter, Larder larder) {
    return over(filter, larder, new UniversitiesApi(NOBODY), false);
  }
}
