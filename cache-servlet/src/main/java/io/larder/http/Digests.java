package io.larder.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** SHA-256, which every Java platform has. */
final class Digests {
  private Digests() {}

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256, but this one has not", e);
    }
  }

  /** The digest of a text, in 43 characters that are safe in a URI. */
  static String sha256(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(sha256().digest(text.getBytes(UTF_8)));
  }
}
