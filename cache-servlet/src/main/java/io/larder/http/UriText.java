package io.larder.http;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A URI or a relative reference in its parts, each as it is written (RFC 3986, 3 and 5). The
 * fragment is dropped: no request has one.
 *
 * @param scheme in lower case, or null
 * @param authority or null
 * @param query or null
 */
record UriText(
    @Nullable String scheme, @Nullable String authority, String path, @Nullable String query) {
  private static final int MAX_LENGTH = 8192;

  /** The parts of a text; empty if it has what no URI has, or is longer than a request line is. */
  static Optional<UriText> parse(String text) {
    if (text.length() > MAX_LENGTH
        || !text.chars().allMatch(c -> c > ' ' && c < 0x7F && "\\\"<>".indexOf(c) < 0)) {
      return Optional.empty();
    }
    int hash = text.indexOf('#');
    String rest = hash < 0 ? text : text.substring(0, hash);
    int mark = rest.indexOf('?');
    String query = mark < 0 ? null : rest.substring(mark + 1);
    rest = mark < 0 ? rest : rest.substring(0, mark);
    String scheme = null;
    int colon = rest.indexOf(':');
    int slash = rest.indexOf('/');
    if (colon >= 0 && (slash < 0 || colon < slash)) {
      scheme = rest.substring(0, colon).toLowerCase(Locale.ROOT);
      if (!scheme.matches("[a-z][a-z0-9+.-]*")) {
        return Optional.empty();
      }
      rest = rest.substring(colon + 1);
    }
    if (!rest.startsWith("//")) {
      return Optional.of(new UriText(scheme, null, rest, query));
    }
    int end = rest.indexOf('/', 2);
    String authority = rest.substring(2, end < 0 ? rest.length() : end);
    return Optional.of(new UriText(scheme, authority, end < 0 ? "" : rest.substring(end), query));
  }

  /** What a reference means where this is the base (RFC 3986, 5.2.2). */
  UriText resolve(UriText reference) {
    if (reference.scheme != null) {
      return reference.withPath(withoutDots(reference.path));
    }
    if (reference.authority != null) {
      return new UriText(scheme, reference.authority, withoutDots(reference.path), reference.query);
    }
    if (reference.path.isEmpty()) {
      return reference.query == null ? this : new UriText(scheme, authority, path, reference.query);
    }
    String merged =
        reference.path.startsWith("/")
            ? reference.path
            : path.isEmpty()
                ? "/" + reference.path
                : path.substring(0, path.lastIndexOf('/') + 1) + reference.path;
    return new UriText(scheme, authority, withoutDots(merged), reference.query);
  }

  UriText withPath(String other) {
    return new UriText(scheme, authority, other, query);
  }

  /**
   * Scheme, host and port (RFC 9110, 4.3.1), the default port written out, in lower case; null if
   * it is no http or https URI, or names a user, which such URIs should not (4.2.4).
   */
  @Nullable String origin() {
    String defaultPort = "http".equals(scheme) ? "80" : "https".equals(scheme) ? "443" : null;
    if (defaultPort == null || authority == null || authority.indexOf('@') >= 0) {
      return null;
    }
    int colon = authority.lastIndexOf(':');
    boolean hasPort = colon > authority.lastIndexOf(']');
    String host = hasPort ? authority.substring(0, colon) : authority;
    String port = hasPort ? authority.substring(colon + 1) : "";
    if (host.isEmpty() || !Numbers.areDigits(port, 0, port.length())) {
      return null;
    }
    long number = Numbers.saturated(port.isEmpty() ? defaultPort : port);
    return scheme + "://" + host.toLowerCase(Locale.ROOT) + ':' + number;
  }

  /** The URI as it is written. */
  String text() {
    return (scheme == null ? "" : scheme + ':')
        + (authority == null ? "" : "//" + authority)
        + path
        + (query == null ? "" : '?' + query);
  }

  /** RFC 3986, 5.2.4. */
  private static String withoutDots(String path) {
    if (!path.contains("/.") && !path.startsWith(".")) {
      return path;
    }
    String[] segments = path.split("/", -1);
    StringBuilder kept = new StringBuilder(path.length());
    for (int i = path.startsWith("/") ? 1 : 0; i < segments.length; i++) {
      boolean last = i == segments.length - 1;
      if (segments[i].equals("..")) {
        kept.setLength(Math.max(0, kept.lastIndexOf("/")));
      } else if (!segments[i].equals(".")) {
        kept.append('/').append(segments[i]);
        continue;
      }
      if (last) {
        kept.append('/');
      }
    }
    return kept.toString();
  }
}
