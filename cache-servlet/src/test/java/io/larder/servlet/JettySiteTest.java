package io.larder.servlet;

import io.larder.servlet.testing.Container;

class JettySiteTest extends SiteContract {
  JettySiteTest() {
    super(Container.Kind.JETTY);
  }
}
