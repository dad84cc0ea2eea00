package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;

class ContainersTest {

  /** Answers with the name of its container. */
  public static final class Greeting extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.setContentType("text/plain");
      response.getWriter().print(getServletContext().getServerInfo());
    }
  }

  @Test
  void aServletAnswersOnJetty() throws Exception {
    Server server = new Server(new InetSocketAddress("127.0.0.1", 0));
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServlet(new ServletHolder(new Greeting()), "/*");
    server.setHandler(context);
    server.start();
    try {
      assertThat(get(((ServerConnector) server.getConnectors()[0]).getLocalPort()))
          .containsIgnoringCase("jetty");
    } finally {
      server.stop();
    }
  }

  @Test
  void aServletAnswersOnTomcat(@TempDir Path directory) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(directory.toString());
    tomcat.setPort(0);
    Context context = tomcat.addContext("", directory.toString());
    Tomcat.addServlet(context, "greeting", new Greeting()).addMapping("/*");
    tomcat.getConnector();
    tomcat.start();
    try {
      assertThat(get(tomcat.getConnector().getLocalPort())).containsIgnoringCase("tomcat");
    } finally {
      tomcat.stop();
      tomcat.destroy();
    }
  }

  @Test
  void aServletAnswersOnUndertow() throws Exception {
    DeploymentInfo info =
        Servlets.deployment()
            .setClassLoader(ContainersTest.class.getClassLoader())
            .setContextPath("/")
            .setDeploymentName("greeting")
            .addServlet(Servlets.servlet("greeting", Greeting.class).addMapping("/*"));
    DeploymentManager manager = Servlets.newContainer().addDeployment(info);
    manager.deploy();
    Undertow undertow =
        Undertow.builder().addHttpListener(0, "127.0.0.1").setHandler(manager.start()).build();
    undertow.start();
    try {
      InetSocketAddress address =
          (InetSocketAddress) undertow.getListenerInfo().get(0).getAddress();
      assertThat(get(address.getPort())).containsIgnoringCase("undertow");
    } finally {
      undertow.stop();
    }
  }

  @Test
  void mockitoRuns() {
    HttpServletRequest request = Mockito.mock(HttpServletRequest.class);
    Mockito.when(request.getMethod()).thenReturn("GET");
    assertThat(request.getMethod()).isEqualTo("GET");
  }

  private static String get(int port) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + "/");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
