package io.larder.frameworks;

import io.larder.frameworks.testing.Site;

/** Undertow's, which is there without being registered. */
class UndertowFilesTest extends FilesContract {
  UndertowFilesTest() {
    super(Site.Kind.UNDERTOW);
  }
}
