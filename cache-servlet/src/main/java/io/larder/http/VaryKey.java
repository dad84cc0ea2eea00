package io.larder.http;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Writes what a request has in the fields that a response depends on, as a text that is part of the
 * key of that response (RFC 9111, 4.1).
 *
 * <p>Two requests have the same text only if 4.1 lets them share a response. A field that is there
 * and empty is another one than a field that is not there. Lines are combined, and white space
 * around commas outside quoted strings does not count, but in fields that are no lists, where
 * nothing but the white space around the whole is left out. {@code Accept-Encoding} and {@code
 * Accept-Language} are normalised further: {@link WeightedField}. The text has at most {@link
 * #MAX_LENGTH} characters, all of them printable ASCII, no space and no brace: what would be longer
 * is a readable beginning and a SHA-256 of all.
 */
public final class VaryKey {
  /** The most characters of a text: 200. */
  public static final int MAX_LENGTH = 200;

  private static final int READABLE = 80;
  private static final String ESCAPED = "%&=~{}";
  private static final String HEX = "0123456789ABCDEF";

  /** Whose commas separate nothing: within them white space may matter. */
  private static final Set<String> NO_LISTS =
      Set.of(
          "authorization",
          "cookie",
          "from",
          "host",
          "origin",
          "proxy-authorization",
          "referer",
          "user-agent");

  private VaryKey() {}

  /** {@link #of(Vary, Function, LanguageOrder)} with an order of languages that counts. */
  public static Optional<String> of(Vary vary, Function<String, List<String>> request) {
    return of(vary, request, LanguageOrder.COUNTS);
  }

  /**
   * The text for a request; empty if no request matches, and an empty text if every one does.
   *
   * @param request the values of all lines of a name, in order, none if there is none; it is asked
   *     with names in lower case
   */
  public static Optional<String> of(
      Vary vary, Function<String, List<String>> request, LanguageOrder languages) {
    if (vary.isAny()) {
      return Optional.empty();
    }
    StringBuilder key = new StringBuilder();
    for (int i = 0; i < vary.names().size(); i++) {
      String name = vary.names().get(i);
      if (i > 0) {
        key.append('&');
      }
      escape(name, key);
      List<String> lines = request.apply(name);
      if (!lines.isEmpty()) {
        escape(value(name, lines, languages), key.append('='));
      }
    }
    return Optional.of(key.length() <= MAX_LENGTH ? key.toString() : shortened(key.toString()));
  }

  private static String value(String name, List<String> lines, LanguageOrder languages) {
    if (NO_LISTS.contains(name)) {
      return lines.size() == 1 ? lines.get(0).strip() : String.join("\n", lines);
    }
    // RFC 9110 5.3: several lines are one, joined by commas.
    String value = lines.size() == 1 ? lines.get(0) : String.join(", ", lines);
    return switch (name) {
      case "accept-encoding" -> WeightedField.normalised(value, true).orElse(tight(value));
      case "accept-language" ->
          WeightedField.normalised(value, languages == LanguageOrder.IGNORED).orElse(tight(value));
      default -> tight(value);
    };
  }

  /** Without white space at the ends and around commas outside quoted strings. */
  private static String tight(String value) {
    StringBuilder tight = new StringBuilder(value.length());
    int start = 0; // of what is not yet copied
    for (int at = 0; at <= value.length(); at++) {
      if (at == value.length() || value.charAt(at) == ',') {
        tight.append(FieldLists.trim(value, start, at));
        if (at < value.length()) {
          tight.append(',');
        }
        start = at + 1;
      } else if (value.charAt(at) == '"') {
        int close = FieldLists.closingQuote(value, at);
        if (close < 0) {
          return tight.append(FieldLists.trim(value, start, value.length())).toString();
        }
        at = close;
      }
    }
    return tight.toString();
  }

  /** Each character as itself or as % and four digits, so that no two texts become one. */
  private static void escape(String text, StringBuilder to) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > ' ' && c < 0x7F && ESCAPED.indexOf(c) < 0) {
        to.append(c);
      } else {
        to.append('%');
        for (int shift = 12; shift >= 0; shift -= 4) {
          to.append(HEX.charAt((c >> shift) & 15));
        }
      }
    }
  }

  /** The tilde is escaped everywhere else, so no short text looks like this one. */
  private static String shortened(String key) {
    return key.substring(0, READABLE) + '~' + Digests.sha256(key);
  }

  /** Whether of languages with the same weight the one that is named first is preferred. */
  public enum LanguageOrder {
    /**
     * It is, as most origin servers take it (RFC 9110, 12.5.4 says that some do), so another order
     * is another request.
     */
    COUNTS,
    /** It is not, as the field is defined. */
    IGNORED
  }
}
