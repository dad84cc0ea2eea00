package io.larder.redis;

/**
 * Where a server listens.
 *
 * @param host a name or an address, that of IPv6 without brackets
 */
record Address(String host, int port) {

  /** Reads {@code host}, {@code host:port} or {@code [::1]:port}, which was checked before. */
  static Address parse(String text, int port) {
    int colon = text.lastIndexOf(':');
    boolean hasPort = colon > text.lastIndexOf(']');
    String host = hasPort ? text.substring(0, colon) : text;
    return new Address(
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
        hasPort ? Integer.parseInt(text.substring(colon + 1)) : port);
  }

  /** Returns host and port as people write them. */
  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
