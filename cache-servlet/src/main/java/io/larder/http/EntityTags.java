package io.larder.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Entity tags (RFC 9110, 8.8.3): made from content, and compared. */
public final class EntityTags {
  /** 192 bits: 32 characters without padding, and no two contents that anybody could find. */
  private static final int BYTES = 24;

  private EntityTags() {}

  /**
   * A strong tag for a representation: a SHA-256 over the body and the fields that say what the
   * body means, cut to 192 bits. Equal on every machine.
   *
   * @param contentType the value of {@code Content-Type}, or null if there is none
   * @param contentEncoding the value of {@code Content-Encoding}, or null if there is none
   */
  public static String of(
      byte[] body, @Nullable String contentType, @Nullable String contentEncoding) {
    MessageDigest digest = Digests.sha256();
    // Each field with its length in front, and so no two inputs that look alike.
    update(digest, contentType);
    update(digest, contentEncoding);
    digest.update(body);
    byte[] hash = Arrays.copyOf(digest.digest(), BYTES);
    return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + '"';
  }

  /**
   * Whether a text is a strong entity tag: opaque characters between quotes, no {@code W/} (RFC
   * 9110, 8.8.1 and 8.8.3). Only such a one says that two contents are the same byte for byte.
   */
  public static boolean isStrong(@Nullable String etag) {
    return etag != null
        && etag.length() >= 2
        && etag.charAt(0) == '"'
        && etag.indexOf('"', 1) == etag.length() - 1;
  }

  /**
   * Whether a list of tags has one that is weakly equal to the given one (8.8.3.2). What is no tag
   * is passed over; a tag has no escapes, so a backslash is a character like any other.
   */
  static boolean listMatches(String list, String etag) {
    return hasEqual(list, etag, etag.startsWith("W/") ? 2 : 0, true);
  }

  /** Whether a list of tags has one that is strongly equal to the given one (8.8.3.2). */
  static boolean listMatchesStrongly(String list, String etag) {
    return hasEqual(list, etag, 0, false);
  }

  /**
   * Looks for a tag.
   *
   * @param from where the opaque part of the tag begins
   * @param weakToo whether a weak member counts
   */
  private static boolean hasEqual(String list, String etag, int from, boolean weakToo) {
    int length = etag.length() - from;
    int at = 0;
    while (at < list.length()) {
      char c = list.charAt(at);
      if (c == ',' || FieldLists.isWhitespace(c)) {
        at++;
        continue;
      }
      boolean weak = list.startsWith("W/", at);
      int open = weak ? at + 2 : at;
      int close =
          open < list.length() && list.charAt(open) == '"' ? list.indexOf('"', open + 1) : -1;
      if (close < 0) {
        int comma = list.indexOf(',', at);
        at = comma < 0 ? list.length() : comma;
      } else {
        if ((weakToo || !weak)
            && close + 1 - open == length
            && list.regionMatches(open, etag, from, length)) {
          return true;
        }
        at = close + 1;
      }
    }
    return false;
  }

  private static void update(MessageDigest digest, @Nullable String field) {
    byte[] bytes = field == null ? new byte[0] : field.getBytes(UTF_8);
    int length = field == null ? -1 : bytes.length;
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
    digest.update(bytes);
  }
}
