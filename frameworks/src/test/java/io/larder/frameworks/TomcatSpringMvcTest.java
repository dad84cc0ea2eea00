package io.larder.frameworks;

import io.larder.frameworks.testing.Site;

class TomcatSpringMvcTest extends SpringMvcContract {
  TomcatSpringMvcTest() {
    super(Site.Kind.TOMCAT);
  }
}
