package io.larder.frameworks;

import io.larder.frameworks.testing.Site;
import jakarta.servlet.ServletContext;
import org.apache.catalina.servlets.DefaultServlet;

/** Tomcat's, which asks the container whether it sends large files by itself. */
class TomcatFilesTest extends FilesContract {
  TomcatFilesTest() {
    super(Site.Kind.TOMCAT);
  }

  @Override
  void deploy(ServletContext context) {
    super.deploy(context);
    context.addServlet("files", new DefaultServlet()).addMapping("/");
  }
}
