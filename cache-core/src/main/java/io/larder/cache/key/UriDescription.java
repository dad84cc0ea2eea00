package io.larder.cache.key;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A {@code GET} that nobody sent: the description of a URI and some headers. */
record UriDescription(
    String scheme,
    String host,
    int port,
    String rawPath,
    @Nullable String rawQuery,
    Map<String, String> headers)
    implements RequestDescription {

  static UriDescription of(URI uri, Map<String, String> headers) {
    require(uri, "the URI is null: give the one that clients use");
    require(headers, "the headers are null: give an empty map where there are none");
    Map<String, String> byLowerCaseName = new TreeMap<>();
    headers.forEach(
        (name, value) -> {
          require(name, "a header has null for a name: name it or leave it out");
          require(value, "header '" + name + "' has null for a value: leave it out");
          if (byLowerCaseName.put(name.toLowerCase(Locale.ROOT), value) != null) {
            throw new IllegalArgumentException(
                "header '" + name + "' is given twice: join its values with a comma");
          }
        });
    String authority = orEmpty(uri.getRawAuthority());
    // URI.getHost() is null for names that are no DNS names, such as my_service:5000.
    int colon = authority.lastIndexOf(':');
    boolean hasPort = colon > authority.lastIndexOf(']');
    String host = hasPort ? authority.substring(0, colon) : authority;
    int port = hasPort ? port(authority.substring(colon + 1)) : -1;
    return new UriDescription(
        orEmpty(uri.getScheme()),
        host,
        port,
        uri.isOpaque() ? uri.getRawSchemeSpecificPart() : uri.getRawPath(),
        uri.getRawQuery(),
        byLowerCaseName);
  }

  @Override
  public String method() {
    return "GET";
  }

  @Override
  public @Nullable String header(String name) {
    return headers.get(name.toLowerCase(Locale.ROOT));
  }

  private static void require(@Nullable Object given, String complaint) {
    if (given == null) {
      throw new IllegalArgumentException(complaint);
    }
  }

  private static int port(String digits) {
    if (digits.isEmpty()) {
      return -1; // RFC 3986 3.2.3: an empty port is the scheme's own
    }
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      return CanonicalOrigin.NO_PORT;
    }
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
