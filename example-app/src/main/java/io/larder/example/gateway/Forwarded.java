package io.larder.example.gateway;

/**
 * Who asked, for an origin that sees nothing but the gateway: the fields {@code X-Forwarded-*} that
 * everybody reads, and {@code Forwarded} that RFC 7239 defines.
 *
 * @param client the client's address, without a port
 * @param scheme in which it asked
 * @param host what it asked for, as it wrote it; empty if it did not
 */
record Forwarded(String client, String scheme, String host) {

  /** The element for {@code Forwarded}. */
  String element() {
    String element = "for=" + node() + ";proto=" + scheme;
    return host.isEmpty() ? element : element + ";host=" + quoted(host);
  }

  /** RFC 7239 6: an IPv6 address stands in brackets and quotes. */
  private String node() {
    return client.indexOf(':') < 0 ? client : "\"[" + client + "]\"";
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** Appends an element to what a list field says so far. */
  static String appended(String before, String element) {
    return before.isBlank() ? element : before + ", " + element;
  }
}
