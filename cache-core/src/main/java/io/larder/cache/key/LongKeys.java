package io.larder.cache.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Keys that are too long: a readable beginning and the SHA-256 of the whole. Where the mark begins
 * no other key has a part of that name, so that a shortened key never equals a whole one.
 */
final class LongKeys {

  /** The most characters of a key unless another limit is set. */
  static final int DEFAULT_LIMIT = 200;

  private static final String MARK = "#sha256=";
  private static final int MARK_AND_DIGEST = MARK.length() + 64;

  private static final int SHORTEST_LIMIT = 100;
  private static final int LONGEST_LIMIT = 800; // with a namespace and a view still below 1,024

  private LongKeys() {}

  static int checkLimit(int characters) {
    if (characters < SHORTEST_LIMIT || characters > LONGEST_LIMIT) {
      throw new IllegalArgumentException(
          "maxLength " + characters + " is out of range: set 100 to 800 characters");
    }
    return characters;
  }

  /** The key itself if it has at most {@code limit} characters, else one of exactly so many. */
  static String fit(StringBuilder key, int limit) {
    if (key.length() <= limit) {
      return key.toString();
    }
    return key.substring(0, limit - MARK_AND_DIGEST) + MARK + sha256(key.toString());
  }

  /** SHA-256 of the text's UTF-8 bytes, as 64 lower-case hexadecimal digits. */
  static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
