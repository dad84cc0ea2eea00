package io.larder.servlet;

import io.larder.servlet.testing.Container;

class UndertowRefreshTest extends RefreshedPagesContract {
  UndertowRefreshTest() {
    super(Container.Kind.UNDERTOW);
  }

  /** It makes listeners only while the exchange with the client goes on. */
  @Override
  boolean needsClient(String where, String name) {
    return name.equals("asyncListeners") || super.needsClient(where, name);
  }
}
