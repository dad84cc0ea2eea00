package io.larder.frameworks;

import io.larder.frameworks.testing.Site;

class JettySpringMvcTest extends SpringMvcContract {
  JettySpringMvcTest() {
    super(Site.Kind.JETTY);
  }
}
