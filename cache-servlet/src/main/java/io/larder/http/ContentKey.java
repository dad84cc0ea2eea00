package io.larder.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/**
 * What tells the content of one request from that of another in a cache's key: its bytes, and the
 * fields that say what they are (RFC 10008, 2.7; RFC 9110, 8).
 *
 * <p>Nothing is normalised: what an insignificant difference is, the handler alone knows.
 */
public final class ContentKey {
  /** The fields that say what content is. Its length is that of the bytes. */
  static final List<String> METADATA =
      List.of("Content-Type", "Content-Encoding", "Content-Language", "Content-Location");

  private ContentKey() {}

  /**
   * Whether a request field is in the key of content.
   *
   * @param name in any case
   */
  public static boolean holds(String name) {
    return METADATA.stream().anyMatch(name::equalsIgnoreCase);
  }

  /**
   * The SHA-256 of both, as 64 lower-case hexadecimal digits.
   *
   * @param lines the lines of a field of the request, by its name; none if it is not there, which
   *     is not the same as an empty one
   * @param length how many of the bytes are the content
   */
  public static String of(Function<String, List<String>> lines, byte[] content, int length) {
    MessageDigest digest = Digests.sha256();
    for (String name : METADATA) {
      List<String> values = lines.apply(name);
      number(values.size(), digest);
      for (String value : values) {
        byte[] bytes = value.getBytes(UTF_8);
        number(bytes.length, digest);
        digest.update(bytes);
      }
    }
    // All that came before says how long it is, so that nothing of it can pass for content.
    digest.update(content, 0, length);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void number(int number, MessageDigest to) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      to.update((byte) (number >> shift));
    }
  }
}
