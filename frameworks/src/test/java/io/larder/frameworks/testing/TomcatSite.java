package io.larder.frameworks.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.jasper.servlet.JasperInitializer;

/** Tomcat with Servlet 6.1 and JSP. */
final class TomcatSite {
  private TomcatSite() {}

  static Site start(Path files, Site.App app) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createDirectories(files.resolve("WEB-INF/work")).toString());
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    Context context = tomcat.addContext("", files.toString());
    context.setParentClassLoader(TomcatSite.class.getClassLoader());
    context.addServletContainerInitializer(new JasperInitializer(), Set.of());
    context.addServletContainerInitializer((classes, to) -> app.deploy(to), Set.of());
    tomcat.start();
    return new Site(
        tomcat.getConnector().getLocalPort(),
        () -> {
          tomcat.stop();
          tomcat.destroy();
        });
  }
}
