package io.larder.frameworks;

import io.larder.frameworks.testing.Site;

class TomcatSecurityOutsideTest extends SecurityOutsideContract {
  TomcatSecurityOutsideTest() {
    super(Site.Kind.TOMCAT);
  }
}
