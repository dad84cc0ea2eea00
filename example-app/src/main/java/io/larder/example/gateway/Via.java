package io.larder.example.gateway;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * What a gateway writes into {@code Via}, RFC 9110 7.6.3: the protocol in which a message came, and
 * who passed it on. Requests also carry an identity of this very process, in a comment, so that one
 * which comes back is known from one that went through another gateway. Thread-safe.
 */
final class Via {
  private static final String NAME = "larder";
  private static final int BYTES = 6;

  private final String self;

  Via() {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    self = NAME + " (" + HexFormat.of().formatHex(random) + ")";
  }

  /**
   * The line for a request.
   *
   * @param protocol of the request as it came, such as {@code HTTP/1.1}
   */
  String ofRequest(String protocol) {
    return version(protocol) + " " + self;
  }

  /** The line for a response that came from the origin in this protocol. */
  static String ofResponse(String protocol) {
    return version(protocol) + " " + NAME;
  }

  /** Whether a request with this line has been here before. */
  boolean isOwn(String line) {
    return line.contains(self);
  }

  private static String version(String protocol) {
    return protocol.substring(protocol.indexOf('/') + 1);
  }
}
