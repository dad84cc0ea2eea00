package io.larder.frameworks;

import io.larder.frameworks.testing.Site;
import jakarta.servlet.ServletContext;

/** Undertow's, which is there without being registered. */
class UndertowFilesTest extends FilesContract {
  UndertowFilesTest() {
    super(Site.Kind.UNDERTOW);
  }

  @Override
  void deploy(ServletContext context) {}
}
