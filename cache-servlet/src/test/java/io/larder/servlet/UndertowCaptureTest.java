package io.larder.servlet;

import io.larder.servlet.testing.Container;
import java.util.Set;

class UndertowCaptureTest extends CaptureContract {
  /** Undertow lets a committed response be reset, and loses what had not left by then. */
  private static final Set<String> RESET = Set.of("resetAfterCommit", "forwardAfterCommit");

  UndertowCaptureTest() {
    super(Container.Kind.UNDERTOW);
  }

  @Override
  Reason lost(String name) {
    return RESET.contains(name) ? Reason.RESET : super.lost(name);
  }

  /** It flushes a wrapped response at the end of a forward before it closes it. */
  @Override
  boolean framedDifferently(String name) {
    return name.startsWith("forward");
  }
}
