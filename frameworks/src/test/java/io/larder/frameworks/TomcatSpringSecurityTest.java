package io.larder.frameworks;

import io.larder.frameworks.testing.Site;

class TomcatSpringSecurityTest extends SpringSecurityContract {
  TomcatSpringSecurityTest() {
    super(Site.Kind.TOMCAT);
  }
}
