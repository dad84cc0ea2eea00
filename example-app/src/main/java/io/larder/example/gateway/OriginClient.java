package io.larder.example.gateway;

import java.net.URI;
import java.util.concurrent.Executor;
import org.eclipse.jetty.client.AbstractConnectionPool;
import org.eclipse.jetty.client.ConnectionPool;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.DuplexConnectionPool;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client towards one origin: it adds nothing to what is sent, follows nothing, keeps no
 * cookies, and opens a bounded number of connections. Thread-safe.
 */
final class OriginClient {
  /** The most that a message's fields may take, of either side. */
  static final int HEAD_BYTES = 64 * 1024;

  /** What a gateway itself adds to them, with room. */
  static final int OWN_BYTES = 8 * 1024;

  private static final int CONNECTIONS = 240;
  private static final int NEW_CONNECTIONS = 16;
  private static final String NEW = "new";
  private static final int QUEUED = 1024;

  private final URI origin;
  private final String authority;
  private final HttpClient http;
  private final OriginTls tls;

  /**
   * Creates one, to be started with its server.
   *
   * @param settings of the origin; its timeout is for connecting, for looking the name up, and for
   *     the origin's silence
   */
  OriginClient(GatewaySettings settings, Executor executor) {
    long timeout = settings.timeout().toMillis();
    this.origin = settings.origin();
    this.tls = new OriginTls(origin);
    this.authority = origin.getRawAuthority();
    HonestConnector connector = new HonestConnector();
    connector.setSslContextFactory(OriginTls.trusting(settings.authorities()));
    connector.setSelectors(1);
    HttpClientTransportOverHTTP transport = new HttpClientTransportOverHTTP(connector);
    // Else a value comes out in the spelling in which it was seen first.
    transport.setHeaderCacheCaseSensitive(true);
    transport.setConnectionPoolFactory(OriginClient::pool);
    http = new HttpClient(transport);
    http.addEventListener(new Plain());
    http.setExecutor(executor);
    http.setName("origin");
    http.setConnectTimeout(timeout);
    http.setAddressResolutionTimeout(timeout);
    http.setIdleTimeout(timeout);
    http.setMaxRequestsQueuedPerDestination(QUEUED);
    http.setRequestBufferSize(16 * 1024);
    http.setMaxRequestHeadersSize(HEAD_BYTES + OWN_BYTES);
    http.setMaxResponseHeadersSize(HEAD_BYTES);
    http.setFollowRedirects(false);
    http.setUserAgentField(null);
    http.setDefaultRequestContentType(null);
    http.setHttpCookieStore(new HttpCookieStore.Empty());
  }

  /** Takes out what answers 401, 407 and redirects, and what decodes: a start puts it in. */
  private static final class Plain implements LifeCycle.Listener {
    @Override
    public void lifeCycleStarted(LifeCycle started) {
      HttpClient http = (HttpClient) started;
      http.getProtocolHandlers().clear();
      http.getProtocolHandlers().put(new InterimAnswers());
      http.getContentDecoderFactories().clear();
    }
  }

  OriginTls tls() {
    return tls;
  }

  HttpClient http() {
    return http;
  }

  /** What Host says to it. */
  String authority() {
    return authority;
  }

  OriginRequest request(String method, String path, @Nullable String query) {
    return new OriginRequest(http, origin, method, path, query);
  }

  /** Lets a request have a connection on which there was none before. */
  static void onNewConnection(OriginRequest request) {
    request.tag(NEW);
  }

  /** A tag makes a destination of its own, whose pool is one of connections for one request. */
  private static ConnectionPool pool(Destination destination) {
    if (!NEW.equals(destination.getOrigin().getTag())) {
      return new DuplexConnectionPool(destination, CONNECTIONS);
    }
    DuplexConnectionPool pool = new DuplexConnectionPool(destination, NEW_CONNECTIONS);
    pool.setMaxUsage(1);
    return pool;
  }

  /** How many of its connections have an exchange under way. */
  int active() {
    int active = 0;
    for (Destination destination : http.getDestinations()) {
      if (destination.getConnectionPool() instanceof AbstractConnectionPool pool) {
        active += pool.getActiveConnectionCount();
      }
    }
    return active;
  }
}
