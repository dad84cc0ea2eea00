package io.larder.servlet;

import io.larder.servlet.testing.Container;

class TomcatRefreshTest extends RefreshedPagesContract {
  TomcatRefreshTest() {
    super(Container.Kind.TOMCAT);
  }

  /** After a forward it ends the innermost response, past a capture but not past a refresh. */
  @Override
  boolean storesMore(String name) {
    return name.equals("forwardToNothing");
  }
}
