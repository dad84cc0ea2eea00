package io.larder.example.gateway;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Where a gateway listens: HTTP/1.1 and HTTP/2 without TLS, with as little opinion as possible. */
final class GatewayConnector {
  /** How long connections without a request are kept when the server ends. */
  private static final Duration IDLE_AT_END = Duration.ofMillis(200);

  private GatewayConnector() {}

  static ServerConnector on(Server server, InetSocketAddress address) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    http.setUriCompliance(UriCompliance.UNSAFE);
    // RFC 9112 3.2.2: of an absolute target and Host, the target counts.
    http.setHttpCompliance(
        HttpCompliance.RFC9110.with("gateway", HttpCompliance.Violation.MISMATCHED_AUTHORITY));
    http.setHeaderCacheCaseSensitive(true);
    http.setRequestHeaderSize(OriginClient.HEAD_BYTES);
    http.setMaxResponseHeaderSize(OriginClient.HEAD_BYTES + OriginClient.OWN_BYTES);
    ServerConnector connector =
        new ServerConnector(
            server, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
    connector.setHost(address.getAddress().getHostAddress());
    connector.setPort(address.getPort());
    connector.setShutdownIdleTimeout(IDLE_AT_END.toMillis());
    return connector;
  }
}
