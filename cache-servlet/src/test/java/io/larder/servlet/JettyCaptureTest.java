package io.larder.servlet;

import io.larder.servlet.testing.Container;

class JettyCaptureTest extends CaptureContract {
  JettyCaptureTest() {
    super(Container.Kind.JETTY);
  }

  /** The input of a request without a body stays at its end. */
  @Override
  boolean upgradedInputWorks() {
    return false;
  }
}
