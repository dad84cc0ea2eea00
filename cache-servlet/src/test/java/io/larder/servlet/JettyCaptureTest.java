package io.larder.servlet;

import io.larder.servlet.testing.Container;

class JettyCaptureTest extends CaptureContract {
  JettyCaptureTest() {
    super(Container.Kind.JETTY);
  }
}
