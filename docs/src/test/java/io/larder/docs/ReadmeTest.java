package io.larder.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.servlet.testing.RawClient;
import io.larder.servlet.testing.RawResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;

/** The README's servlet and its registration do what they say. */
class ReadmeTest {

  @Test
  void aServletIsCachedByItsAnnotation() throws Exception {
    Server server = new Server(new InetSocketAddress("127.0.0.1", 0));
    ServletContextHandler context = new ServletContextHandler();
    context.addEventListener(new CachingListener());
    context.addServlet(UniversitiesServlet.class, "/universities");
    server.setHandler(context);
    server.start();
    try {
      assertMissAndHit(server.getURI());
    } finally {
      server.stop();
    }
  }

  /** Asks the same question twice, the second time in another order. */
  static void assertMissAndHit(URI base) throws IOException {
    RawResponse miss = get(base, "/universities?country=Germany&name=Berlin&utm_source=mail");
    RawResponse hit = get(base, "/universities?name=Berlin&country=Germany");

    assertThat(miss.first("Cache-Status")).isEqualTo("larder; fwd=uri-miss; stored");
    assertThat(hit.first("Cache-Status")).matches("larder; hit; ttl=[0-9]+");
    assertThat(hit.text()).isEqualTo(miss.text()).endsWith("no. 1");
  }

  private static RawResponse get(URI base, String target) throws IOException {
    return RawClient.exchange(base, "GET", target, "Connection: close");
  }
}
