package io.larder.servlet;

import io.larder.servlet.testing.Container;

class JettyHostileTest extends HostileContract {
  JettyHostileTest() {
    super(Container.Kind.JETTY);
  }
}
