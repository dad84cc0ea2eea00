package io.larder.example.gateway;

import java.net.URI;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpConversation;
import org.eclipse.jetty.client.transport.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request to the origin whose method, path and query are sent as they are. Jetty's own writes
 * methods in capitals and takes paths apart to put them together again.
 */
final class OriginRequest extends HttpRequest {
  private final String exactMethod;
  private final String exactPath;
  private final @Nullable String exactQuery;

  /**
   * Creates one.
   *
   * @param origin whom to ask, with the path {@code /}
   * @param query without its question mark, or null for a target without one
   */
  OriginRequest(HttpClient client, URI origin, String method, String path, @Nullable String query) {
    super(client, new HttpConversation(), origin);
    exactMethod = method;
    exactPath = path;
    exactQuery = query;
  }

  @Override
  public String getMethod() {
    return exactMethod;
  }

  @Override
  public String getPath() {
    return exactPath;
  }

  @Override
  public @Nullable String getQuery() {
    return exactQuery;
  }
}
