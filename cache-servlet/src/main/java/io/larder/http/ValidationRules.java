package io.larder.http;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Says how stored responses are validated, and which of them a 304 confirms (RFC 9111, 4.3).
 *
 * <p>Stored fields are those of the handler: an {@code ETag} that the cache has made means nothing
 * to it, and is to be taken away before these rules are asked. Where there are several stored
 * responses, the most recent one comes first.
 */
public final class ValidationRules {
  private ValidationRules() {}

  /** Whether a stored response has a validator that can be sent to the handler. */
  public static boolean canValidate(HttpFields stored, Instant now) {
    return tag(stored) != null || lastModified(stored, now).isPresent();
  }

  /**
   * The conditions under which the handler is asked again (4.3.1): every entity tag in one {@code
   * If-None-Match}, and {@code If-Modified-Since} if there is one stored response alone. Empty if
   * none can be validated. They stand in place of the client's own conditions, which are evaluated
   * on the way out.
   */
  public static HttpFields conditions(List<HttpFields> stored, Instant now) {
    HttpFields.Builder conditions = HttpFields.builder();
    String tags = tags(stored);
    if (!tags.isEmpty()) {
      conditions.add(FieldNames.IF_NONE_MATCH, tags);
    }
    if (stored.size() == 1) {
      // With a tag too: it is for those on the way that do not know tags.
      lastModified(stored.get(0), now)
          .ifPresent(date -> conditions.add(FieldNames.IF_MODIFIED_SINCE, date));
    }
    return conditions.build();
  }

  /** The value of {@code If-None-Match} that offers some responses; empty if none has a tag. */
  public static String tags(List<HttpFields> stored) {
    Set<String> tags = new LinkedHashSet<>();
    for (HttpFields each : stored) {
      String tag = tag(each);
      if (tag != null) {
        tags.add(tag);
      }
    }
    return String.join(", ", tags);
  }

  /** Whether a 304 confirms the one stored response that was offered. */
  public static boolean selects304(HttpFields stored, HttpFields notModified) {
    return !selected(List.of(stored), notModified).isEmpty();
  }

  /**
   * Which of the offered responses a 304 confirms, by their places in the list (4.3.4): all that
   * have its strong tag; with a weak tag or a date alone, the most recent one that has the same;
   * with neither, the one that was offered alone. Empty if it confirms none: then it must update
   * nothing, and the handler is asked again without conditions.
   *
   * <p>To the letter, a 304 without validator confirms only a response that has none either. But no
   * such response is ever offered, and whoever answers 304 to one tag has said which it was.
   */
  public static List<Integer> selected(List<HttpFields> stored, HttpFields notModified) {
    String tag = tag(notModified);
    if (tag != null && !isWeak(tag)) {
      return places(stored).filter(i -> tag.equals(tag(stored.get(i)))).boxed().toList();
    }
    if (tag != null) {
      return places(stored)
          .filter(i -> weaklyEqual(tag, tag(stored.get(i))))
          .limit(1)
          .boxed()
          .toList();
    }
    String date = notModified.first(FieldNames.LAST_MODIFIED);
    if (date != null) {
      return places(stored)
          .filter(i -> date.equals(stored.get(i).first(FieldNames.LAST_MODIFIED)))
          .limit(1)
          .boxed()
          .toList();
    }
    return stored.size() == 1 ? List.of(0) : List.of();
  }

  /** The one well-formed entity tag of a response, or null (RFC 9110, 8.8.3). */
  static @Nullable String tag(HttpFields fields) {
    List<String> lines = fields.all(FieldNames.ETAG);
    if (lines.size() != 1) {
      return null; // of several nobody can tell which is meant
    }
    String tag = lines.get(0).strip();
    return isTag(tag) ? tag : null;
  }

  private static boolean isTag(String text) {
    int open = isWeak(text) ? 2 : 0;
    int close = text.length() - 1;
    if (close <= open || text.charAt(open) != '"' || text.charAt(close) != '"') {
      return false;
    }
    for (int i = open + 1; i < close; i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c == '"' || c == 0x7f || c > 0xff) {
        return false;
      }
    }
    return true;
  }

  /** RFC 9110 8.8.3.2: the marks of weakness do not count. */
  private static boolean weaklyEqual(String tag, @Nullable String other) {
    return other != null && opaque(tag).equals(opaque(other));
  }

  private static String opaque(String tag) {
    return isWeak(tag) ? tag.substring(2) : tag;
  }

  private static boolean isWeak(String tag) {
    return tag.startsWith("W/");
  }

  /** As it was sent, if that is one date: a server may compare it as text (RFC 9110, 13.1.3). */
  private static Optional<String> lastModified(HttpFields fields, Instant now) {
    List<String> lines = fields.all(FieldNames.LAST_MODIFIED);
    return lines.size() == 1
        ? Optional.of(lines.get(0).strip()).filter(date -> HttpDate.parse(date, now).isPresent())
        : Optional.empty();
  }

  private static IntStream places(List<HttpFields> stored) {
    return IntStream.range(0, stored.size());
  }
}
