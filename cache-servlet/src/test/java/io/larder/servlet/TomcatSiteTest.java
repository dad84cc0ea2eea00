package io.larder.servlet;

import io.larder.servlet.testing.Container;

class TomcatSiteTest extends SiteContract {
  TomcatSiteTest() {
    super(Container.Kind.TOMCAT);
  }
}
