package io.larder.frameworks;

import io.larder.frameworks.testing.Site;

class JettyJerseyTest extends JerseyContract {
  JettyJerseyTest() {
    super(Site.Kind.JETTY);
  }
}
