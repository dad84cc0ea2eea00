package io.larder.servlet;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a cache filter would do with a request, and why; see {@link CacheFilter#explain}. Its text
 * is for people to read. Immutable.
 *
 * @param request method and URI, as they were asked for
 * @param rule what covers it: the pattern of a rule, the name of {@code @Cached}, or {@code pages}
 *     where the servlet's own annotation or the servlet itself does; null if nothing does
 * @param key the key under which its answer lies or would lie; null if it has none
 * @param stored what lies there, be it for this request or not; null if nothing does
 * @param verdict what would be done
 * @param cacheStatus what {@code Cache-Status} would begin with; null if it would not be said
 * @param reasons why, in sentences
 */
public record Explanation(
    String request,
    @Nullable String rule,
    @Nullable String key,
    @Nullable Stored stored,
    Verdict verdict,
    @Nullable String cacheStatus,
    List<String> reasons) {

  /** What is done with a request. */
  public enum Verdict {
    /** No rule covers it: the filter does nothing. */
    NOT_COVERED("the filter has nothing to do with it"),
    /** The handler answers; nothing is looked up or stored. */
    BYPASS("the handler is asked as if there were no cache"),
    /** The handler answers; if it succeeds, what is stored under the URI ends. */
    INVALIDATE("the handler is asked; once it has succeeded, what is stored under the URI ends"),
    /** It is answered from the store. */
    HIT("answered from the store"),
    /** It is answered from the store with what is stale. */
    STALE_HIT("answered from the store, although that is stale"),
    /** The handler is asked whether what is stored is still good. */
    REVALIDATE("the handler is asked whether what is stored is still good"),
    /** The handler is asked, and its answer is stored if it may be. */
    MISS("the handler is asked, and its answer is stored if it may be"),
    /** It is answered with 504: the client wants what is stored or nothing. */
    UNANSWERED("answered with 504: the client wants what is stored, or nothing");

    private final String meaning;

    Verdict(String meaning) {
      this.meaning = meaning;
    }
  }

  /**
   * A stored response.
   *
   * @param status its status code
   * @param bytes the length of its content, or of those parts of it that are there
   * @param age how old it is
   * @param freshFor for how long it stays fresh; zero if it is stale
   * @param usableFor for how long it stays of any use
   * @param etag its entity tag, quotes included; null if it has none
   * @param tags its tags
   * @param varies the request fields that have selected it among variants
   * @param unless what the requests must not have that it is for
   */
  public record Stored(
      int status,
      long bytes,
      Duration age,
      Duration freshFor,
      Duration usableFor,
      @Nullable String etag,
      List<String> tags,
      List<String> varies,
      List<String> unless) {

    /** Copies the lists. */
    public Stored {
      tags = List.copyOf(tags);
      varies = List.copyOf(varies);
      unless = List.copyOf(unless);
    }
  }

  /** Copies the list. */
  public Explanation {
    reasons = List.copyOf(reasons);
  }

  /** Returns all of it in lines, each with a word in front of it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(request).append('\n');
    line(text, "verdict", word(verdict) + ": " + verdict.meaning);
    line(text, "Cache-Status", cacheStatus);
    line(text, "rule", rule);
    line(text, "key", key);
    if (stored != null) {
      append(text, stored);
    }
    for (String reason : reasons) {
      line(text, "because", reason);
    }
    return text.toString();
  }

  private static void append(StringBuilder text, Stored stored) {
    line(
        text,
        "stored",
        "status %d, %,d bytes, %s old, %s"
            .formatted(
                stored.status,
                stored.bytes,
                seconds(stored.age),
                stored.freshFor.isZero()
                    ? "stale, of use for " + seconds(stored.usableFor)
                    : "fresh for " + seconds(stored.freshFor)));
    line(text, "ETag", stored.etag);
    line(text, "tags", joined(stored.tags));
    line(text, "varies on", joined(stored.varies));
    line(text, "unless", joined(stored.unless));
  }

  private static @Nullable String joined(List<String> words) {
    return words.isEmpty() ? null : String.join(", ", words);
  }

  private static String word(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String seconds(Duration duration) {
    return duration.toSeconds() + " s";
  }

  private static void line(StringBuilder text, String name, @Nullable String value) {
    if (value != null) {
      text.append("  ").append(name).append(" ".repeat(Math.max(1, 14 - name.length())));
      text.append(value).append('\n');
    }
  }
}
