package io.larder.frameworks;

import io.larder.frameworks.testing.Site;

class JettySecurityOutsideTest extends SecurityOutsideContract {
  JettySecurityOutsideTest() {
    super(Site.Kind.JETTY);
  }
}
