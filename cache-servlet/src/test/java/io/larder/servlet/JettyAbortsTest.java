package io.larder.servlet;

import io.larder.servlet.AbortCase.Mode;
import io.larder.servlet.AbortCase.Trouble;
import io.larder.servlet.testing.Container;

class JettyAbortsTest extends AbortsContract {
  JettyAbortsTest() {
    super(Container.Kind.JETTY);
  }

  @Override
  AbortCase drawn(long seed) {
    AbortCase drawn = super.drawn(seed);
    boolean timesOut =
        drawn.trouble() == Trouble.THROWS || drawn.trouble() == Trouble.CLOSES_AND_THROWS;
    // It leaves a client waiting for the rest of what was announced when the time has passed.
    return drawn.mode() != Mode.SYNC && timesOut ? drawn.unannounced() : drawn;
  }
}
