package io.larder.frameworks;

import io.larder.frameworks.testing.Site;

class TomcatJerseyTest extends JerseyContract {
  TomcatJerseyTest() {
    super(Site.Kind.TOMCAT);
  }
}
