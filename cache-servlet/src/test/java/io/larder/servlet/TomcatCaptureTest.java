package io.larder.servlet;

import io.larder.servlet.testing.Container;

class TomcatCaptureTest extends CaptureContract {
  TomcatCaptureTest() {
    super(Container.Kind.TOMCAT);
  }

  /** It ends the innermost response after a forward, past every wrapper that holds nothing. */
  @Override
  Reason lost(String name) {
    return name.equals("forwardToNothing") ? Reason.BYPASSED : super.lost(name);
  }
}
