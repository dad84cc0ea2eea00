package io.larder.servlet;

import io.larder.servlet.testing.Container;
import java.util.Set;

class JettyRefreshTest extends RefreshedPagesContract {
  private static final Set<String> DISPATCHING =
      Set.of(
          "include",
          "includeWriter",
          "forward",
          "forwardWriter",
          "forwardToNothing",
          "forwardToLarge",
          "forwardAfterCommit");

  JettyRefreshTest() {
    super(Container.Kind.JETTY);
  }

  /** Its dispatchers act on its own response, which the client has. */
  @Override
  boolean needsClient(String where, String name) {
    return DISPATCHING.contains(name) || super.needsClient(where, name);
  }

  @Override
  boolean endIsTold(String name) {
    return !name.equals("asyncDispatchThrowsCommitted");
  }

  @Override
  boolean refreshedAlike(String where, String name) {
    return !JettyTypes.differ(where + "/" + name);
  }
}
