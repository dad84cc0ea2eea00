package io.larder.servlet;

import io.larder.servlet.testing.Container;

class UndertowAbortsTest extends AbortsContract {
  UndertowAbortsTest() {
    super(Container.Kind.UNDERTOW);
  }
}
