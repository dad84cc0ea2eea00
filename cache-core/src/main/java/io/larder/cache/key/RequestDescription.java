package io.larder.cache.key;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a key may depend on in a request, as plain text and as it came over the wire.
 *
 * <p>Meant to be implemented as a view over a container's own request, so that describing a request
 * copies nothing. An implementation need not be thread-safe and is not kept beyond the call that it
 * was handed to.
 */
public interface RequestDescription {

  /** The method's name, case-sensitive: {@code GET}. */
  String method();

  /** The scheme, in any case: {@code https}; empty if the request has none. */
  String scheme();

  /**
   * The host without a port, in any case: a name, an IPv4 address, or an IPv6 address with or
   * without its brackets; empty if the request names none.
   */
  String host();

  /** The port, or -1 for the scheme's own. */
  int port();

  /** The path as on the wire, percent-escapes and path parameters included, without the query. */
  String rawPath();

  /** The query as on the wire, without its question mark; null if there is none. */
  @Nullable String rawQuery();

  /**
   * The value of a header, several lines of it joined by {@code ", "} in their order (RFC 9110
   * 5.3); null if the request has no such header, empty if it has an empty one.
   *
   * @param name the header's name, in any case
   */
  @Nullable String header(String name);

  /**
   * A {@code GET} of this URI without headers, to find or evict a page outside any request.
   *
   * @param uri absolute, or only a path and a query where the key does not depend on the host; its
   *     fragment is left out, as it never reaches a server
   */
  static RequestDescription of(URI uri) {
    return of(uri, Map.of());
  }

  /**
   * A {@code GET} of this URI with headers, to find or evict a page outside any request.
   *
   * @param uri absolute, or only a path and a query where the key does not depend on the host; its
   *     fragment is left out, as it never reaches a server
   * @param headers values by name; the case of the names does not matter
   * @throws IllegalArgumentException if two of the names differ only in case, or something is null
   */
  static RequestDescription of(URI uri, Map<String, String> headers) {
    return UriDescription.of(uri, headers);
  }
}
