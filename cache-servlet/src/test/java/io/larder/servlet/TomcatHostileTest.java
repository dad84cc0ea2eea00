package io.larder.servlet;

import io.larder.servlet.testing.Container;

class TomcatHostileTest extends HostileContract {
  TomcatHostileTest() {
    super(Container.Kind.TOMCAT);
  }
}
