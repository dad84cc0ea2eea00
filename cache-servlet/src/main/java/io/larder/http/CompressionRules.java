package io.larder.http;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says which responses a cache may store in a content coding of its own. */
public final class CompressionRules {
  /** What is shorter fits a packet or two as it is, and its coding would be most of it. */
  public static final int MIN_BYTES = 1024;

  private static final Set<String> TYPES =
      Set.of(
          "application/ecmascript",
          "application/graphql",
          "application/javascript",
          "application/json",
          "application/jsonl",
          "application/sql",
          "application/toml",
          "application/vnd.ms-fontobject",
          "application/wasm",
          "application/x-javascript",
          "application/x-ndjson",
          "application/x-yaml",
          "application/xhtml+xml",
          "application/xml",
          "application/yaml",
          "font/otf",
          "font/ttf",
          "image/bmp",
          "image/svg+xml",
          "image/vnd.microsoft.icon",
          "image/x-icon");

  private static final List<String> SUFFIXES = List.of("+json", "+xml", "+yaml", "+text");

  /** What is true of the content as it is, and of no other (RFC 9530; RFC 9110, 14.4). */
  private static final List<String> OF_CONTENT =
      List.of(FieldNames.CONTENT_RANGE, "Content-Digest", "Content-MD5", "Digest", "Repr-Digest");

  private CompressionRules() {}

  /**
   * Whether a response may be encoded, its length aside: a text or something like it, not encoded
   * by anybody yet, without {@code no-transform} (RFC 9110, 7.7; RFC 9111, 5.2.2.6). One that
   * varies on {@code Accept-Encoding} by itself is the handler's own business.
   */
  public static boolean mayEncode(ResponseHead response) {
    int status = response.status();
    HttpFields fields = response.fields();
    return status >= 200
        && status != 204
        && status != 206
        && status != 304
        && isCompressible(fields.first(FieldNames.CONTENT_TYPE))
        && !fields.contains(FieldNames.CONTENT_ENCODING)
        && OF_CONTENT.stream().noneMatch(fields::contains)
        && FieldLists.members(fields, FieldNames.VARY).stream()
            .noneMatch(FieldNames.ACCEPT_ENCODING::equalsIgnoreCase)
        && !CacheControl.of(fields).noTransform();
  }

  /** Whether bodies of a type become smaller. */
  static boolean isCompressible(@Nullable String contentType) {
    if (contentType == null) {
      return false;
    }
    int semicolon = contentType.indexOf(';');
    String type =
        (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
            .strip()
            .toLowerCase(Locale.ROOT);
    return TYPES.contains(type)
        || (type.startsWith("text/") && !type.equals("text/event-stream"))
        || SUFFIXES.stream().anyMatch(type::endsWith);
  }
}
