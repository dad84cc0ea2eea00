package io.larder.docs;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's web.xml, as Tomcat reads it, with a servlet that knows nothing of a cache. */
class TomcatWebXmlTest {

  @Test
  void webXmlTakesNoCode(@TempDir Path folder) throws Exception {
    Path application = Files.createDirectories(folder.resolve("app"));
    Files.createDirectories(application.resolve("WEB-INF"));
    try (InputStream in = getClass().getResourceAsStream("web.xml")) {
      Files.copy(in, application.resolve("WEB-INF/web.xml"));
    }
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(folder.toString());
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    tomcat.getHost().setAppBase(folder.toString());
    tomcat.addWebapp("", application.toString()).setParentClassLoader(getClass().getClassLoader());
    tomcat.start();
    try {
      ReadmeTest.assertMissAndHit(
          URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort()));
    } finally {
      tomcat.stop();
      tomcat.destroy();
    }
  }
}
