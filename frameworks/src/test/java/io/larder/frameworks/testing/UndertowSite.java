package io.larder.frameworks.testing;

import io.undertow.Undertow;
import io.undertow.server.handlers.resource.PathResourceManager;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.ServletContainerInitializer;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Set;

/** Undertow with Servlet 6.0. */
final class UndertowSite {
  private UndertowSite() {}

  static Site start(Path files, Site.App app) throws Exception {
    ServletContainerInitializer initializer = (classes, to) -> app.deploy(to);
    DeploymentInfo info =
        Servlets.deployment()
            .setClassLoader(UndertowSite.class.getClassLoader())
            .setContextPath("/")
            .setDeploymentName("frameworks")
            .setResourceManager(new PathResourceManager(files))
            .addServletContainerInitializer(
                new ServletContainerInitializerInfo(
                    ServletContainerInitializer.class,
                    new ImmediateInstanceFactory<>(initializer),
                    Set.of()));
    DeploymentManager manager = Servlets.newContainer().addDeployment(info);
    manager.deploy();
    Undertow undertow =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setIoThreads(2)
            .setHandler(manager.start())
            .build();
    undertow.start();
    InetSocketAddress listens = (InetSocketAddress) undertow.getListenerInfo().get(0).getAddress();
    return new Site(
        listens.getPort(),
        () -> {
          undertow.stop();
          manager.stop();
          manager.undeploy();
        });
  }
}
