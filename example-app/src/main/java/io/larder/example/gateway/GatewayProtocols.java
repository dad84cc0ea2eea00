package io.larder.example.gateway;

import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;

/** What a gateway speaks: HTTP/1.1 and HTTP/2 without TLS, with as little opinion as possible. */
final class GatewayProtocols {
  private GatewayProtocols() {}

  static ConnectionFactory[] all() {
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
    return new ConnectionFactory[] {
      new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http)
    };
  }
}
