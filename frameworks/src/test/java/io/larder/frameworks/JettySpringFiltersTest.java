package io.larder.frameworks;

import io.larder.frameworks.testing.Site;

class JettySpringFiltersTest extends SpringFiltersContract {
  JettySpringFiltersTest() {
    super(Site.Kind.JETTY);
  }
}
