package io.larder.servlet;

import io.larder.servlet.testing.Container;

class TomcatAbortsTest extends AbortsContract {
  TomcatAbortsTest() {
    super(Container.Kind.TOMCAT);
  }
}
