package io.larder.servlet;

import io.larder.servlet.AbortCase.Mode;
import io.larder.servlet.testing.Container;

class TomcatAbortsTest extends AbortsContract {
  TomcatAbortsTest() {
    super(Container.Kind.TOMCAT);
  }

  /**
   * A writer keeps quiet about a client that has gone, and its handler writes on, while Tomcat ends
   * the request by itself: what comes late can meet the next request that Tomcat's objects are used
   * for, without a cache too.
   */
  @Override
  AbortCase drawn(long seed) {
    AbortCase drawn = super.drawn(seed);
    boolean late = drawn.mode() == Mode.THREAD && drawn.trouble().isOfClient();
    return late ? drawn.inBytes() : drawn;
  }
}
