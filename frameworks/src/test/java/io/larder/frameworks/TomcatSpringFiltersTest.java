package io.larder.frameworks;

import io.larder.frameworks.testing.Site;

class TomcatSpringFiltersTest extends SpringFiltersContract {
  TomcatSpringFiltersTest() {
    super(Site.Kind.TOMCAT);
  }
}
