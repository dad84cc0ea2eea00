package io.larder.servlet.testing;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.Version;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.encoding.ContentEncodingRepository;
import io.undertow.server.handlers.encoding.EncodingHandler;
import io.undertow.server.handlers.encoding.GzipEncodingProvider;
import io.undertow.server.protocol.http2.Http2ServerConnection;
import io.undertow.server.protocol.http2.Http2UpgradeHandler;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ErrorPage;
import io.undertow.servlet.api.FilterInfo;
import io.undertow.servlet.api.ServletInfo;
import io.undertow.servlet.api.ServletStackTraces;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.DispatcherType;
import java.net.InetSocketAddress;

final class UndertowContainer implements Container {
  /** Without it, Undertow waits for its threads for ever when it is stopped. */
  private static final int PATIENCE_MILLIS = 30_000;

  private final Undertow undertow;
  private final DeploymentManager manager;

  UndertowContainer(App app) throws Exception {
    DeploymentInfo info =
        Servlets.deployment()
            .setClassLoader(UndertowContainer.class.getClassLoader())
            .setContextPath(app.contextPath)
            .setDeploymentName("test")
            .setServletStackTraces(ServletStackTraces.NONE);
    int number = 0;
    for (App.ServletMapping each : app.servlets) {
      ServletInfo servlet =
          new ServletInfo(
                  "servlet" + number++,
                  each.servlet().getClass(),
                  new ImmediateInstanceFactory<>(each.servlet()))
              .setAsyncSupported(each.async())
              .addMapping(each.path());
      each.init().forEach(servlet::addInitParam);
      info.addServlet(servlet);
    }
    for (App.FilterMapping each : app.filters) {
      FilterInfo filter =
          new FilterInfo(
                  "filter" + number++,
                  each.filter().getClass(),
                  new ImmediateInstanceFactory<>(each.filter()))
              .setAsyncSupported(each.async());
      each.init().forEach(filter::addInitParam);
      info.addFilter(filter);
      for (DispatcherType dispatcher : each.dispatchers()) {
        info.addFilterUrlMapping(filter.getName(), each.path(), dispatcher);
      }
    }
    for (App.ErrorPage each : app.errorPages) {
      info.addErrorPage(new ErrorPage(each.location(), each.status()));
    }
    manager = Servlets.newContainer().addDeployment(info);
    manager.deploy();
    HttpHandler path = Handlers.path().addPrefixPath(app.contextPath + "/", manager.start());
    HttpHandler root = app.compressing ? compressing(path) : path;
    undertow =
        Undertow.builder()
            .setIoThreads(2)
            .setWorkerThreads(Math.min(app.threads, 40))
            .addHttpListener(0, "127.0.0.1")
            .setServerOption(UndertowOptions.ENABLE_HTTP2, app.http2)
            .setServerOption(UndertowOptions.SHUTDOWN_TIMEOUT, PATIENCE_MILLIS)
            .setHandler(app.http2 ? upgrading(root) : root)
            .build();
    undertow.start();
  }

  private static HttpHandler compressing(HttpHandler handler) {
    return new EncodingHandler(
        handler,
        new ContentEncodingRepository().addEncodingHandler("gzip", new GzipEncodingProvider(), 50));
  }

  /** Which does not look for an upgrade again in the request that brought it. */
  private static HttpHandler upgrading(HttpHandler root) {
    HttpHandler upgrade = new Http2UpgradeHandler(root);
    return exchange ->
        (exchange.getConnection() instanceof Http2ServerConnection ? root : upgrade)
            .handleRequest(exchange);
  }

  @Override
  public Kind kind() {
    return Kind.UNDERTOW;
  }

  static String version() {
    return Version.getVersionString();
  }

  @Override
  public int port() {
    return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
  }

  @Override
  public void close() {
    long begun = System.nanoTime();
    undertow.stop();
    long took = System.nanoTime() - begun;
    Container.stop(
        () -> {
          manager.stop();
          manager.undeploy();
        });
    if (took >= MILLISECONDS.toNanos(PATIENCE_MILLIS)) {
      throw new IllegalStateException(
          "Undertow was stopped while a handler ran for more than " + PATIENCE_MILLIS + " ms");
    }
  }
}
