package io.larder.servlet;

import io.larder.servlet.testing.Container;

class UndertowSiteTest extends SiteContract {
  UndertowSiteTest() {
    super(Container.Kind.UNDERTOW);
  }
}
