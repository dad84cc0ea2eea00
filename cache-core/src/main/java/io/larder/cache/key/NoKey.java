package io.larder.cache.key;

import org.jspecify.annotations.Nullable;

/** Why a request has no key. */
public enum NoKey implements KeyResult {
  /** The method is none that a key is made for. */
  METHOD("key-method", "the method is not one that a key is made for"),
  /** The scheme is neither {@code http} nor {@code https}. */
  SCHEME("key-scheme", "the URI does not begin with http:// or https://"),
  /** The host is missing or has characters that no host has, or the port is none. */
  AUTHORITY("key-authority", "the host is missing or malformed, or the port is not 1 to 65535"),
  /** The path does not begin with a slash. */
  PATH("key-path", "the path does not begin with '/'"),
  /** The path has a segment {@code .} or {@code ..}, plain or escaped. */
  DOT_SEGMENT("key-dot-segment", "the path has a segment '.' or '..': write the path it leads to"),
  /** The path has a path parameter ({@code ;x}), which some of what reads it leaves out. */
  PATH_PARAMETER("key-path-parameter", "the path has a ';': write it without path parameters"),
  /** The path has an empty segment, which some of what reads it leaves out. */
  EMPTY_SEGMENT("key-empty-segment", "the path has '//': write it with one slash"),
  /** The path has a delimiter or a control character in percent-encoding. */
  ENCODED_DELIMITER(
      "key-encoded-delimiter",
      "the path has an escaped slash, backslash, ';', '?', '#' or control character, which servers"
          + " read in several ways"),
  /** The path has an escape within an escape. */
  DOUBLE_ENCODING("key-double-encoding", "the path is percent-encoded twice: encode it once"),
  /** The path has an escaped character in more bytes than UTF-8 needs for it. */
  OVERLONG_ESCAPE(
      "key-overlong-escape", "the path has a character in more bytes than UTF-8 allows for it"),
  /** Path or query has a {@code %} that is not followed by two hexadecimal digits. */
  MALFORMED_ESCAPE(
      "key-malformed-escape", "there is a '%' without two hexadecimal digits: write it as %25"),
  /** Path or query has a character that no URI has, where servers disagree about its meaning. */
  RAW_CHARACTER(
      "key-raw-character",
      "there is a raw control character, backslash, '#' or non-ASCII character: percent-encode it"),
  /** A key made of parameters was asked for, and they are not UTF-8. */
  PARAMETERS("key-parameters", "the request parameters cannot be read as UTF-8"),
  /** The key has a tenant part, and the request names no tenant. */
  TENANT("key-tenant", "the key depends on a tenant and the request names none"),
  /** The application's own key function returned null: the request is not to be cached. */
  DECLINED("key-declined", "the key function declined the request");

  private final String token;
  private final String sentence;

  NoKey(String token, String sentence) {
    this.token = token;
    this.sentence = sentence;
  }

  /** The reason as an RFC 8941 token, for the {@code detail} of a Cache-Status (RFC 9211 2.8). */
  public String token() {
    return token;
  }

  /** The reason as a sentence that says what to do. */
  public String sentence() {
    return sentence;
  }

  @Override
  public @Nullable String orNull() {
    return null;
  }

  @Override
  public String orElseThrow() {
    throw new IllegalArgumentException("no key: " + sentence);
  }
}
