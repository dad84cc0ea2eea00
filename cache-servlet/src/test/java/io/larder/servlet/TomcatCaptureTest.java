package io.larder.servlet;

import io.larder.servlet.testing.Container;

class TomcatCaptureTest extends CaptureContract {
  TomcatCaptureTest() {
    super(Container.Kind.TOMCAT);
  }

  /** From 11 on it ends the innermost response after a forward, past wrappers that hold nothing. */
  @Override
  Reason lost(String name) {
    return name.equals("forwardToNothing") && !kind.version().startsWith("10.")
        ? Reason.BYPASSED
        : super.lost(name);
  }
}
