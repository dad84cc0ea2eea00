package io.larder.servlet;

import io.larder.cache.key.RequestDescription;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * The URI of a request as it came, spelled out: a container may show another one once the request
 * was forwarded. Scheme, host and port are those that the container has made out.
 *
 * @param request asked for its header fields alone
 * @param origin scheme, host and port as a URI begins with them
 * @param text the whole URI
 */
record RequestedUri(DescribedRequest request, Origin origin, String text) {

  /** Scheme, host and port. */
  record Origin(String scheme, String host, int port) {

    String text() {
      boolean bare = host.indexOf(':') >= 0 && !host.startsWith("[");
      return scheme + "://" + (bare ? "[" + host + "]" : host) + (port < 0 ? "" : ":" + port);
    }
  }

  static RequestedUri of(HttpServletRequest request) {
    DescribedRequest get = new DescribedRequest(request, "GET");
    Origin origin = get.origin();
    String query = get.rawQuery();
    String path = get.rawPath();
    return new RequestedUri(get, origin, origin.text() + path + (query == null ? "" : "?" + query));
  }

  /** A GET of another URI of this origin, with the header fields of this request. */
  RequestDescription sibling(String uri) {
    String rest = uri.substring(origin.text().length());
    int mark = rest.indexOf('?');
    return new Sibling(
        request,
        origin,
        mark < 0 ? rest : rest.substring(0, mark),
        mark < 0 ? null : rest.substring(mark + 1));
  }

  private record Sibling(
      DescribedRequest request, Origin origin, String rawPath, @Nullable String rawQuery)
      implements RequestDescription {

    @Override
    public String method() {
      return "GET";
    }

    @Override
    public String scheme() {
      return origin.scheme();
    }

    @Override
    public String host() {
      return origin.host();
    }

    @Override
    public int port() {
      return origin.port();
    }

    @Override
    public @Nullable String header(String name) {
      return request.header(name);
    }
  }
}
