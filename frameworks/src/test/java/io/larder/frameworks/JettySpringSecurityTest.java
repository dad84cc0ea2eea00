package io.larder.frameworks;

import io.larder.frameworks.testing.Site;

class JettySpringSecurityTest extends SpringSecurityContract {
  JettySpringSecurityTest() {
    super(Site.Kind.JETTY);
  }
}
