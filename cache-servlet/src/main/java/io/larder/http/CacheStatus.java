package io.larder.http;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What this cache says it did with a request: its member of {@code Cache-Status} (RFC 9211).
 *
 * <p>Immutable: each method that adds a parameter answers a new one. Whatever is put in, the value
 * is a valid structured field, so that no key or reason can break the header apart.
 */
public final class CacheStatus {
  /** The name of the field. */
  public static final String FIELD = "Cache-Status";

  private static final CacheStatus HIT = new CacheStatus("larder; hit", "hit");
  private static final int RENDERED = 3601;

  /** Filled as it is used: threads that race render the same twice. */
  private static final @Nullable CacheStatus[] HITS = new CacheStatus[RENDERED];

  /** Why the handler was asked (RFC 9211, 2.2). */
  public enum Forward {
    /** The cache was not to be used. */
    BYPASS,
    /** The method is not answered from a cache. */
    METHOD,
    /** Nothing is stored under this URI. */
    URI_MISS,
    /** Something is stored, but not for these request fields. */
    VARY_MISS,
    /** Nothing usable is stored. */
    MISS,
    /** The client's own directives asked for it. */
    REQUEST,
    /** What is stored is stale. */
    STALE,
    /** What is stored is only a part. */
    PARTIAL;

    private final String token = name().toLowerCase(Locale.ROOT).replace('_', '-');
    private final String member = "larder; fwd=" + token;
  }

  private final String value;
  private final String reason;

  private CacheStatus(String value, String reason) {
    this.value = value;
    this.reason = reason;
  }

  /** Answered from the store. */
  public static CacheStatus hit() {
    return HIT;
  }

  /**
   * Answered from the store, with what was left of its freshness. Allocates nothing from 0 to 3600
   * seconds.
   *
   * @param ttlSeconds negative if it was stale (2.4)
   */
  public static CacheStatus hit(long ttlSeconds) {
    if (ttlSeconds < 0 || ttlSeconds >= RENDERED) {
      return HIT.ttl(ttlSeconds);
    }
    CacheStatus rendered = HITS[(int) ttlSeconds];
    if (rendered == null) {
      rendered = HIT.ttl(ttlSeconds);
      HITS[(int) ttlSeconds] = rendered;
    }
    return rendered;
  }

  /** Neither answered from the store nor by the handler. */
  public static CacheStatus unanswered() {
    return new CacheStatus("larder", "unanswered");
  }

  /** Answered by the handler. */
  public static CacheStatus forward(Forward reason) {
    return new CacheStatus(reason.member, reason.token);
  }

  /** With the seconds of freshness left, negative if stale (2.4). */
  public CacheStatus ttl(long seconds) {
    return with("ttl=" + seconds);
  }

  /** With the status that the handler answered, where it is not the one sent (2.3). */
  public CacheStatus forwardStatus(int status) {
    return with("fwd-status=" + status);
  }

  /** Saying that the handler's response was stored (2.5). */
  public CacheStatus stored() {
    return with("stored");
  }

  /** Saying that this request shared the answer to another one (2.6). */
  public CacheStatus collapsed() {
    return with("collapsed");
  }

  /** With the key (2.7). For those who may see it: a key can hold what a user typed. */
  public CacheStatus key(String key) {
    return with("key=" + quoted(requireNonNull(key, "key")));
  }

  /** With a reason of our own (2.8), as a token if it is one. */
  public CacheStatus detail(String detail) {
    requireNonNull(detail, "detail");
    String said = with("detail=" + (isToken(detail) ? detail : quoted(detail))).value;
    return new CacheStatus(said, detail);
  }

  /**
   * The parameter that stands behind a value where the rule that was followed has a name, which is
   * one of ours: made once for a rule, so that a hit only appends it.
   */
  public static String ruleParameter(String name) {
    requireNonNull(name, "name");
    return "; rule=" + (isToken(name) ? name : quoted(name));
  }

  /**
   * The reason of our own if there is one (2.8), else what was done: {@code method}, {@code hit}.
   */
  public String reason() {
    return reason;
  }

  /** The value of the field, if there is no other cache on the way. */
  public String value() {
    return value;
  }

  /** The value of the field behind what caches nearer to the origin have said (2). */
  public String appendTo(@Nullable String existing) {
    return existing == null || existing.isBlank() ? value : existing + ", " + value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CacheStatus that && that.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  /** The same as {@link #value()}. */
  @Override
  public String toString() {
    return value;
  }

  private CacheStatus with(String parameter) {
    return new CacheStatus(value + "; " + parameter, reason);
  }

  /** RFC 8941 3.3.4. */
  private static boolean isToken(String text) {
    if (text.isEmpty()
        || !(text.charAt(0) == '*' || StructuredDictionary.isLetter(text.charAt(0)))) {
      return false;
    }
    for (int i = 1; i < text.length(); i++) {
      if (!StructuredDictionary.isTokenChar(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** RFC 8941 3.3.3, which has printable ASCII only: the rest is percent-encoded as UTF-8. */
  private static String quoted(String text) {
    StringBuilder string = new StringBuilder(text.length() + 2).append('"');
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      if (each < ' ' || each > '~') {
        string.append(String.format(Locale.ROOT, "%%%02X", each));
      } else {
        string.append(each == '"' || each == '\\' ? "\\" : "").append((char) each);
      }
    }
    return string.append('"').toString();
  }
}
