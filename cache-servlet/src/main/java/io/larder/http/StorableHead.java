package io.larder.http;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a response is of a kind that can be stored, its cache directives aside (RFC 9111,
 * 3): by its status and by the fields that say what it is.
 */
final class StorableHead {
  private StorableHead() {}

  /**
   * Why not, or null.
   *
   * @param without the fields that will not be stored, in lower case
   */
  static @Nullable Refusal refusal(
      ResponseHead response, StoreOptions options, Set<String> without) {
    HttpFields fields = response.fields();
    if (response.status() == 206 || fields.contains(FieldNames.CONTENT_RANGE)) {
      return Refusal.PARTIAL; // 3.3
    }
    if (!mayHaveStatus(response.status(), options)) {
      return Refusal.STATUS;
    }
    if (setsCookie(fields, without) && !options.setCookies()) {
      return Refusal.SET_COOKIE; // 7.3: stricter than the RFC, which lets a cookie be shared
    }
    if (!isWellFormed(fields)) {
      return Refusal.MALFORMED_FIELD;
    }
    Refusal once = options.tokens() ? null : TokenRules.ofHead(fields);
    if (once != null) {
      return once;
    }
    List<String> vary = FieldLists.members(fields, FieldNames.VARY);
    if (!mayVary(vary, options)) {
      return Refusal.VARY;
    }
    if (!mayBeEncoded(fields, vary, options)) {
      return Refusal.CONTENT_ENCODING;
    }
    if (!onlyOf(fields, FieldNames.TRANSFER_ENCODING, List.of("chunked", "identity"))) {
      return Refusal.TRANSFER_ENCODING;
    }
    if (fields.contains(FieldNames.TRAILER) && !options.trailers()) {
      return Refusal.TRAILER; // 3.1 lets them be discarded
    }
    return isEventStream(fields) ? Refusal.EVENT_STREAM : null;
  }

  /** 3: final ones; but none that answers a condition or a range, since no key holds either. */
  private static boolean mayHaveStatus(int status, StoreOptions options) {
    return options.statuses().contains(status)
        || (options.anyStatus()
            && status >= 200
            && status <= 599
            && status != 304
            && status != 412
            && status != 416);
  }

  /**
   * RFC 9110 5.1 and 5.5: with anything else each container does something else, now and at each
   * hit; a line break above all is where another field, or another response, may begin.
   */
  private static boolean isWellFormed(HttpFields fields) {
    for (int i = 0; i < fields.size(); i++) {
      if (!FieldLists.isToken(fields.name(i)) || !FieldLists.isFieldValue(fields.value(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean setsCookie(HttpFields fields, Set<String> without) {
    return (fields.contains(FieldNames.SET_COOKIE) && !without.contains("set-cookie"))
        || (fields.contains(FieldNames.SET_COOKIE2) && !without.contains("set-cookie2"));
  }

  /**
   * 4.1: a star never matches, nor does what is no name, nor what names more than can be told
   * apart; others are in the key, or in a variant.
   */
  private static boolean mayVary(List<String> names, StoreOptions options) {
    if (Vary.of(names).isAny()) {
      return false;
    }
    for (String name : names) {
      if (!options.variants() && !options.keyFields().contains(name.toLowerCase(Locale.ROOT))) {
        return false;
      }
    }
    return true;
  }

  private static boolean mayBeEncoded(HttpFields fields, List<String> vary, StoreOptions options) {
    boolean allowed =
        switch (options.contentEncodings()) {
          case REFUSED -> false;
          // What varies is in the key, or in a variant, or it has been refused already.
          case IF_VARIED -> vary.stream().anyMatch(FieldNames.ACCEPT_ENCODING::equalsIgnoreCase);
          case STORED -> true;
        };
    return allowed || onlyOf(fields, FieldNames.CONTENT_ENCODING, List.of("identity"));
  }

  private static boolean onlyOf(HttpFields fields, String name, List<String> allowed) {
    for (String member : FieldLists.members(fields, name)) {
      if (!allowed.contains(member.toLowerCase(Locale.ROOT))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isEventStream(HttpFields fields) {
    String type = fields.first(FieldNames.CONTENT_TYPE);
    if (type == null) {
      return false;
    }
    String lowerCase = type.strip().toLowerCase(Locale.ROOT);
    return lowerCase.startsWith("text/event-stream")
        || lowerCase.startsWith("multipart/x-mixed-replace");
  }
}
