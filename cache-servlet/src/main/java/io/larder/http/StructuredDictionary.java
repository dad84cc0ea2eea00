package io.larder.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a Dictionary of RFC 8941, which is all or nothing: one error and the whole field does not
 * count (4.2). Parameters are read and dropped; of equal keys the last one counts (3.2).
 */
final class StructuredDictionary {
  private StructuredDictionary() {}

  /**
   * Each key with its bare item or inner list as it is written ("?1" if it stands alone); empty if
   * invalid.
   */
  static Optional<Map<String, String>> parse(List<String> lines) {
    StructuredReader reader = new StructuredReader(String.join(",", lines));
    Map<String, String> members = new LinkedHashMap<>();
    reader.skip(" ");
    while (!reader.ended()) {
      String key = reader.key();
      if (key.isEmpty()) {
        return Optional.empty();
      }
      String value = "?1"; // RFC 8941 4.2.2: a key alone is true
      if (reader.next('=')) {
        int start = reader.at();
        if (!reader.innerListOrItem()) {
          return Optional.empty();
        }
        value = reader.since(start);
      }
      if (!reader.parameters()) {
        return Optional.empty();
      }
      members.put(key, value);
      if (!reader.separated()) {
        return Optional.empty();
      }
    }
    return Optional.of(members);
  }

  /** Whether a character may follow the first one of a Token (RFC 8941, 3.3.4). */
  static boolean isTokenChar(char c) {
    return c == ':' || c == '/' || FieldLists.isTokenChar(c);
  }

  static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
