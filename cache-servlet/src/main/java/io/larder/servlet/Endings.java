package io.larder.servlet;

import static jakarta.servlet.http.HttpServletResponse.SC_INTERNAL_SERVER_ERROR;

import io.larder.http.StoreOptions;
import java.util.Set;

/**
 * What a response that is not stored says of what is: whether that has come to its end by it, and
 * whether the next answer is worth waiting for.
 *
 * @param policy under which it is judged
 */
record Endings(Policy policy) {

  /** Refusals by which a response says that it is not for everybody, or not for a cache at all. */
  private static final Set<String> ENDING =
      Set.of("no-store", "no-cache", "private", "set-cookie", "nonce", "csrf-token", "vary");

  /** Refusals by which a response is one that could be stored, if it were fresh. */
  private static final Set<String> NOT_FRESH = Set.of("no-lifetime", "stale");

  /** Statuses by which a server says that it cannot answer now, 5xx aside. */
  private static final Set<Integer> NOT_NOW = Set.of(408, 425, 429);

  /** Statuses that answer a condition or a range of the one who has asked. */
  private static final Set<Integer> CONDITIONAL = Set.of(412, 416);

  /** Refusals that are about who has asked. */
  private static final Set<String> FOR_ONE =
      Set.of("authorization", "principal", "session", "do-not-store", "store-when");

  /** Whether it is the server that has failed (RFC 9110, 15.6). */
  static boolean isServerError(int status) {
    return status >= SC_INTERNAL_SERVER_ERROR;
  }

  /** Whether the server cannot answer now, which says nothing of the page. */
  private static boolean isNotNow(int status) {
    return isServerError(status) || NOT_NOW.contains(status);
  }

  /** Whether a refusal is about who has asked, and says nothing of the page. */
  static boolean isForOne(String refusal) {
    return FOR_ONE.contains(refusal) || Reads.isRefusal(refusal);
  }

  /**
   * Whether a response that is not stored says that what is stored is not the page any more: it is
   * not for everybody, or it is another answer than a page, or another page that is not fresh.
   */
  boolean endsWhatIsStored(int status, String refusal) {
    return !isNotNow(status)
        && (isAnother(status, refusal) || ENDING.contains(refusal) || Reads.isRefusal(refusal));
  }

  private boolean isAnother(int status, String refusal) {
    StoreOptions options = policy.responses(null);
    if (!policy.isProxy() || !options.anyStatus()) {
      return !options.statuses().contains(status);
    }
    // RFC 9111 4.3.3: a full response is the one to use. Errors may be about who asks, and how.
    boolean full = status < 400 || status == 404 || status == 410;
    return full && NOT_FRESH.contains(refusal);
  }

  /** Whether a response that is not stored lets expect the same of the next one. */
  boolean isUnshared(int status, String refusal) {
    return !isNotNow(status) && !CONDITIONAL.contains(status) && !FOR_ONE.contains(refusal);
  }
}
