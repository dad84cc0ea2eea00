package io.larder.cache.key;

import org.jspecify.annotations.Nullable;

/** Scheme, host and port in their one spelling (RFC 3986 6.2.2.1 and 6.2.3). */
final class CanonicalOrigin {

  /** A port that no origin has. */
  static final int NO_PORT = 0;

  private CanonicalOrigin() {}

  /** Appends {@code http://localhost:5000}; answers why not, or null. */
  static @Nullable NoKey append(StringBuilder out, RequestDescription request) {
    String scheme = request.scheme();
    int defaultPort;
    if (scheme.equalsIgnoreCase("http")) {
      out.append("http://");
      defaultPort = 80;
    } else if (scheme.equalsIgnoreCase("https")) {
      out.append("https://");
      defaultPort = 443;
    } else {
      return NoKey.SCHEME;
    }
    int port = request.port();
    if (!appendHost(out, request.host()) || port < -1 || port == NO_PORT || port > 65535) {
      return NoKey.AUTHORITY;
    }
    if (port != -1 && port != defaultPort) {
      out.append(':').append(port);
    }
    return null;
  }

  private static boolean appendHost(StringBuilder out, String host) {
    // Some containers strip the brackets of an IPv6 address, some keep them.
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (bracketed || host.indexOf(':') >= 0) {
      out.append('[');
      String address = bracketed ? host.substring(1, host.length() - 1) : host;
      boolean valid = address.indexOf(':') >= 0 && appendLowerCase(out, address, true);
      out.append(']');
      return valid;
    }
    return !host.isEmpty() && appendLowerCase(out, host, false);
  }

  /**
   * The Host header is the client's: a host with any other character could end in what looks like
   * the path, the query or the tenant of another request.
   */
  private static boolean appendLowerCase(StringBuilder out, String host, boolean address) {
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      char lower = c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
      if (!(address ? isInAddress(lower) : isInName(lower))) {
        return false;
      }
      out.append(lower);
    }
    return true;
  }

  private static boolean isInAddress(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == ':' || c == '.';
  }

  private static boolean isInName(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '.' || c == '-' || c == '_';
  }
}
