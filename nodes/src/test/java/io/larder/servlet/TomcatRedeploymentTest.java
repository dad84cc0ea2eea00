package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Larder;
import io.larder.redis.RedisBackend;
import io.larder.redis.testing.PrivateRedis;
import io.larder.redis.testing.RedisFixture;
import io.larder.servlet.testing.RawClient;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanner;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A web application with its own copy of the library, as a war has it, deployed over and over. */
class TomcatRedeploymentTest {

  private static final int TIMES = 20;

  private static final Pattern NEEDED =
      Pattern.compile(
          ".*[/\\\\](caffeine|jspecify|jedis|commons-pool2|slf4j-|gson|json|redis-authx)[^/\\\\]*");

  private static final String WEB_XML =
      """
      <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0" metadata-complete="true">
        <filter>
          <filter-name>larder</filter-name>
          <filter-class>io.larder.servlet.CacheFilter</filter-class>
          <async-supported>true</async-supported>
          <init-param><param-name>store</param-name><param-value>%s</param-value></init-param>
          <init-param><param-name>rules</param-name><param-value>/* ttl=30s</param-value></init-param>
        </filter>
        <filter-mapping><filter-name>larder</filter-name><url-pattern>/*</url-pattern></filter-mapping>
        <servlet>
          <servlet-name>app</servlet-name>
          <servlet-class>%s</servlet-class>
        </servlet>
        <servlet-mapping><servlet-name>app</servlet-name><url-pattern>/*</url-pattern></servlet-mapping>
      </web-app>
      """;

  /** The application. */
  public static final class Application extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().print(CacheFilter.class.getClassLoader().getClass().getSimpleName());
    }
  }

  /** The classes of a server, where the library and the tests are not. */
  private static final class ServerLoader extends ClassLoader {

    ServerLoader() {
      super(TomcatRedeploymentTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("io.larder.")) {
        throw new ClassNotFoundException(name);
      }
      return super.loadClass(name, resolve);
    }

    @Override
    public URL getResource(String name) {
      return name.contains("io/larder/") || name.contains("io.larder.")
          ? null
          : super.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return name.contains("io/larder/") || name.contains("io.larder.")
          ? Collections.emptyEnumeration()
          : super.getResources(name);
    }
  }

  @Test
  void leavesNothingBehind(@TempDir Path directory) throws Exception {
    redeploy(directory, "memory:");
  }

  @Test
  void leavesNothingBehindOnRedis(@TempDir Path directory) throws Exception {
    try (PrivateRedis redis = RedisFixture.start()) {
      redeploy(directory, redis.url() + "?timeout=10s&amp;connectTimeout=10s"); // as XML

      // The server takes notice of an end when it comes to it.
      Awaitility.await()
          .untilAsserted(
              () -> {
                String clients = String.valueOf(redis.command("CLIENT", "LIST"));
                assertThat(clients.lines().filter(line -> line.contains("id=")))
                    .hasSize(1); // this one
              });
    }
  }

  private static void redeploy(Path directory, String store) throws Exception {
    Path webapp = webapp(directory.resolve("app"), store);
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(directory.toString());
    tomcat.setPort(0);
    tomcat.setAddDefaultWebXmlToWebapp(false);
    StandardHost host = (StandardHost) tomcat.getHost();
    Context context = tomcat.addWebapp("", webapp.toString());
    StandardJarScanner scanner = new StandardJarScanner();
    scanner.setScanClassPath(false);
    context.setJarScanner(scanner);
    context.setParentClassLoader(new ServerLoader());
    tomcat.getConnector();
    tomcat.start();
    try {
      URI base = URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/");
      List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
      Set<String> before = null;
      for (int i = 0; i < TIMES; i++) {
        String path = "/a" + i;
        RawResponse miss = RawClient.exchange(base, "GET", path);
        assertThat(miss.text()).isEqualTo("ParallelWebappClassLoader");
        assertThat(miss.first("Cache-Status")).isEqualTo("larder; fwd=uri-miss; stored");
        assertThat(RawClient.exchange(base, "GET", path).first("Cache-Status"))
            .startsWith("larder; hit");
        loaders.add(new WeakReference<>(context.getLoader().getClassLoader()));
        before = before == null ? threads() : before;
        context.reload();
      }
      Set<String> threads = before;
      // Some end by themselves when what they were begun for is done.
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .pollInSameThread()
          .untilAsserted(() -> assertThat(threads()).isSubsetOf(threads));
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                System.gc();
                assertThat(loaders).allMatch(loader -> loader.get() == null);
                assertThat(host.findReloadedContextMemoryLeaks()).isEmpty();
              });
    } finally {
      tomcat.stop();
      tomcat.destroy();
    }
  }

  /** The threads that are no worker of the container's or the common pool's. */
  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> !name.contains("-exec-") && !name.startsWith("ForkJoinPool"))
        .collect(Collectors.toSet());
  }

  private static Path webapp(Path webapp, String store) throws IOException {
    Path classes = Files.createDirectories(webapp.resolve("WEB-INF/classes"));
    Path lib = Files.createDirectories(webapp.resolve("WEB-INF/lib"));
    for (Class<?> each : List.of(Larder.class, CacheFilter.class, RedisBackend.class)) {
      add(origin(each), lib);
    }
    for (String each : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (NEEDED.matcher(each).matches()) {
        add(Path.of(each), lib);
      }
    }
    String name = Application.class.getName().replace('.', '/') + ".class";
    Files.createDirectories(classes.resolve(name).getParent());
    Files.copy(origin(Application.class).resolve(name), classes.resolve(name));
    Files.writeString(
        webapp.resolve("WEB-INF/web.xml"), WEB_XML.formatted(store, Application.class.getName()));
    return webapp;
  }

  /** The folder or archive that a class comes from. */
  private static Path origin(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  /** Puts an archive, or a folder as one, into the application. */
  private static void add(Path from, Path lib) throws IOException {
    if (!Files.isDirectory(from)) {
      Files.copy(from, lib.resolve(from.getFileName()));
      return;
    }
    Path jar = Files.createTempFile(lib, "classes", ".jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = from.relativize(file).toString().replace(File.separatorChar, '/');
        out.putNextEntry(new JarEntry(name));
        Files.copy(file, out);
      }
    }
  }
}
