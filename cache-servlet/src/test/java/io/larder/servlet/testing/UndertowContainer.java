package io.larder.servlet.testing;

import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.stream.Collectors.joining;

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioWorker;

final class UndertowContainer implements Container {
  private static final int PATIENCE_SECONDS = 30;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final String name = "undertow-" + NUMBER.incrementAndGet();
  private final XnioWorker worker;
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
    int threads = Math.min(app.threads, 40);
    worker =
        Xnio.getInstance()
            .createWorker(
                OptionMap.builder()
                    .set(Options.WORKER_NAME, name)
                    .set(Options.WORKER_IO_THREADS, 2)
                    .set(Options.WORKER_TASK_CORE_THREADS, threads)
                    .set(Options.WORKER_TASK_MAX_THREADS, threads)
                    .set(Options.TCP_NODELAY, true)
                    .getMap());
    undertow =
        Undertow.builder()
            .setWorker(worker)
            .addHttpListener(0, "127.0.0.1")
            .setServerOption(UndertowOptions.ENABLE_HTTP2, app.http2)
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
    undertow.stop();
    worker.shutdown();
    Container.stop(
        () -> {
          List<String> stuck =
              worker.awaitTermination(PATIENCE_SECONDS, SECONDS) ? List.of() : threads();
          worker.shutdownNow();
          manager.stop();
          manager.undeploy();
          judge(stuck);
        });
  }

  /**
   * A handler that does not end is a failure of the test. A thread of the container's own that does
   * not end, with no handler on it, is not: the next one does not meet it.
   */
  private void judge(List<String> stuck) {
    for (String each : stuck) {
      if (each.contains("io.larder.")) {
        throw new IllegalStateException(
            "A handler still ran "
                + PATIENCE_SECONDS
                + " s after its container was stopped, here:\n"
                + each);
      }
      System.err.println(name + " did not end: " + each);
    }
  }

  /** Where each of its threads is. */
  private List<String> threads() {
    List<String> all = new ArrayList<>();
    Thread.getAllStackTraces()
        .forEach(
            (thread, frames) -> {
              if (thread.getName().startsWith(name + " ")) {
                all.add(
                    thread
                        + "\n  "
                        + Arrays.stream(frames).map(String::valueOf).collect(joining("\n  ")));
              }
            });
    return all;
  }
}
