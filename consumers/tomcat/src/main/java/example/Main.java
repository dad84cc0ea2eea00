package example;

import java.io.File;
import java.nio.file.Files;
import java.util.Set;
import org.apache.catalina.startup.Tomcat;

/** Runs a war until its standard input ends, then stops and says which threads are left. */
public final class Main {

  private Main() {}

  /** Takes the path of the war. */
  public static void main(String[] args) throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    Tomcat tomcat = new Tomcat();
    File base = Files.createTempDirectory("tomcat").toFile();
    Files.createDirectory(base.toPath().resolve("webapps"));
    tomcat.setBaseDir(base.getPath());
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    tomcat.addWebapp("", new File(args[0]).getAbsolutePath());
    tomcat.start();
    System.out.println("listening http://127.0.0.1:" + tomcat.getConnector().getLocalPort());
    while (System.in.read() >= 0) {
      // until the one who started this has had enough
    }
    tomcat.stop();
    tomcat.destroy();
    Threads.reportSince(before);
  }
}
