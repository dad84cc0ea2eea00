package io.larder.servlet;

import io.larder.servlet.testing.Container;

class UndertowRefreshTest extends RefreshedPagesContract {
  UndertowRefreshTest() {
    super(Container.Kind.UNDERTOW);
  }
}
