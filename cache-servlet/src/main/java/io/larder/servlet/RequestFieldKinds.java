package io.larder.servlet;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * What request header fields are for, as far as it matters to who may share a response whose
 * handler has read them.
 */
final class RequestFieldKinds {

  /**
   * By these a client says what it prefers, or from where it asks. Frameworks read them for each
   * request, and a response that depends on one should say so in Vary: it is taken as if it did.
   */
  private static final Set<String> SELECTING =
      Set.of(
          "accept",
          "accept-charset",
          "accept-encoding",
          "accept-language",
          "content-type",
          "origin");

  /**
   * What clients and proxies send on every request, which tells nobody who asks. Where a handler
   * takes all header fields at once, these are taken as not used, or else there would be nothing
   * that could be shared.
   */
  private static final Set<String> ORDINARY =
      Set.of(
          "b3",
          "cache-control",
          "dnt",
          "early-data",
          "expect",
          "http2-settings",
          "keep-alive",
          "max-forwards",
          "pragma",
          "priority",
          "purpose",
          "referer",
          "save-data",
          "te",
          "traceparent",
          "tracestate",
          "upgrade-insecure-requests",
          "user-agent",
          "via",
          "x-correlation-id",
          "x-request-id",
          "x-requested-with");

  /**
   * What is about the connection: frameworks look there for WebSockets. A request whose fields say
   * that it has content, or wants another protocol than HTTP, is not looked up at all.
   */
  private static final Set<String> OF_CONNECTION =
      Set.of("connection", "content-length", "transfer-encoding", "upgrade");

  /** What clients say of a connection that say nothing else. */
  private static final Set<String> OPTIONS =
      Set.of("close", "http2-settings", "keep-alive", "upgrade");

  private RequestFieldKinds() {}

  /**
   * Whether a field is about the connection alone.
   *
   * @param name in lower case
   */
  static boolean isOfConnection(String name) {
    return OF_CONNECTION.contains(name);
  }

  /**
   * Whether a field says of the connection what any client may say. Else it says something that no
   * key holds.
   *
   * @param value that of a {@code Connection} field
   */
  static boolean isUsualConnection(String value) {
    return Arrays.stream(value.split(","))
        .allMatch(option -> OPTIONS.contains(lowerCase(option.strip())));
  }

  /**
   * Whether a field selects among variants if it was read.
   *
   * @param name in lower case
   */
  static boolean selects(String name) {
    return SELECTING.contains(name);
  }

  /**
   * Whether a field counts as not used where all fields were taken at once.
   *
   * @param name in lower case
   */
  static boolean isOrdinary(String name) {
    return ORDINARY.contains(name)
        || OF_CONNECTION.contains(name)
        || name.startsWith("sec-")
        || name.startsWith("x-b3-")
        || FillRequest.hidden(name); // conditions and ranges, which the cache answers itself
  }

  static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
