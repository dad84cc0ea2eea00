package io.larder.servlet;

import io.larder.servlet.AbortCase.Mode;
import io.larder.servlet.testing.Container;

class TomcatAbortsTest extends AbortsContract {
  TomcatAbortsTest() {
    super(Container.Kind.TOMCAT);
  }

  /**
   * A writer keeps quiet about a client that has gone and writes on, while Tomcat ends the request
   * by itself: what comes late can meet the next request that its objects are used for.
   */
  @Override
  AbortCase drawn(long seed) {
    AbortCase drawn = super.drawn(seed);
    boolean late = drawn.mode() == Mode.THREAD && drawn.trouble().isOfClient();
    return late ? drawn.inBytes() : drawn;
  }
}
