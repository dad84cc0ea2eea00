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

  /** Fields that are set to null: Tomcat 10.1 keeps what they were, and 11 removes it. */
  @Override
  boolean refreshedAlike(String where, String name) {
    return !(name.equals("nullFields") && Container.Kind.TOMCAT.version().startsWith("10."));
  }
}
