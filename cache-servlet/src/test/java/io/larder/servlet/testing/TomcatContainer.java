package io.larder.servlet.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.Valve;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.util.ServerInfo;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.catalina.valves.RemoteIpValve;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

final class TomcatContainer implements Container {
  private final Tomcat tomcat = new Tomcat();
  private final Path directory = Files.createTempDirectory("larder-tomcat");

  TomcatContainer(App app) throws Exception {
    tomcat.setBaseDir(directory.toString());
    tomcat.setHostname("127.0.0.1");
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    tomcat.getConnector().setProperty("maxThreads", "" + app.threads);
    if (app.compressing) {
      tomcat.getConnector().setProperty("compression", "on");
      tomcat.getConnector().setProperty("compressionMinSize", "100");
    }
    if (app.http2) {
      tomcat.getConnector().addUpgradeProtocol(new Http2Protocol());
    }
    Context context = tomcat.addContext(app.contextPath, directory.toString());
    int number = 0;
    for (App.ServletMapping each : app.servlets) {
      Wrapper wrapper = Tomcat.addServlet(context, "servlet" + number++, each.servlet());
      wrapper.setAsyncSupported(each.async());
      each.init().forEach(wrapper::addInitParameter);
      context.addServletMapping(each.path(), wrapper.getName());
    }
    for (App.FilterMapping each : app.filters) {
      FilterDef definition = new FilterDef();
      definition.setFilterName("filter" + number++);
      definition.setFilter(each.filter());
      definition.setAsyncSupported(Boolean.toString(each.async()));
      each.init().forEach(definition::addInitParameter);
      context.addFilterDef(definition);
      FilterMap map = new FilterMap();
      map.setFilterName(definition.getFilterName());
      map.addURLPattern(each.path());
      each.dispatchers().forEach(dispatcher -> map.setDispatcher(dispatcher.name()));
      context.addFilterMap(map);
    }
    for (App.ErrorPage each : app.errorPages) {
      ErrorPage page = new ErrorPage();
      page.setErrorCode(each.status());
      page.setLocation(each.location());
      context.addErrorPage(page);
    }
    if (app.behindProxy) {
      RemoteIpValve valve = new RemoteIpValve();
      valve.setInternalProxies("127\\.0\\.0\\.1");
      valve.setHostHeader("X-Forwarded-Host");
      valve.setProtocolHeader("X-Forwarded-Proto");
      tomcat.getEngine().getPipeline().addValve(valve);
    }
    tomcat.start();
    for (Valve valve : tomcat.getHost().getPipeline().getValves()) {
      if (valve instanceof ErrorReportValve report) {
        report.setShowReport(false); // its stack traces depend on who wrapped whom
      }
    }
  }

  @Override
  public Kind kind() {
    return Kind.TOMCAT;
  }

  static String version() {
    return ServerInfo.getServerNumber().replaceFirst("\\.0$", "");
  }

  @Override
  public int port() {
    return tomcat.getConnector().getLocalPort();
  }

  @Override
  public void close() {
    Container.stop(
        () -> {
          tomcat.stop();
          tomcat.destroy();
          deleteDirectory();
        });
  }

  private void deleteDirectory() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(TomcatContainer::delete);
    }
  }

  private static void delete(File file) {
    try {
      Files.deleteIfExists(file.toPath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
