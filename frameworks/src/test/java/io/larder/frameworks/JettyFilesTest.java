package io.larder.frameworks;

import io.larder.frameworks.testing.Site;
import jakarta.servlet.ServletContext;
import org.eclipse.jetty.ee10.servlet.DefaultServlet;

/** Jetty's, which copies all header fields. */
class JettyFilesTest extends FilesContract {
  JettyFilesTest() {
    super(Site.Kind.JETTY);
  }

  @Override
  void deploy(ServletContext context) {
    super.deploy(context);
    context.addServlet("files", new DefaultServlet()).addMapping("/");
  }

  @Override
  String[] cookies(String path, int number) {
    return path.startsWith("/plain/") ? super.cookies(path, number) : new String[0];
  }
}
