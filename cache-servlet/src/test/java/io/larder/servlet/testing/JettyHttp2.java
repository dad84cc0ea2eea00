package io.larder.servlet.testing;

import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;

/** HTTP/1.1 and HTTP/2 without TLS; a class of its own, as not every class path has HTTP/2. */
final class JettyHttp2 {
  private JettyHttp2() {}

  static ConnectionFactory[] protocols() {
    HttpConfiguration http = new HttpConfiguration();
    return new ConnectionFactory[] {
      new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http)
    };
  }
}
