package io.larder.http;

import java.util.List;

/** Says what the response to a HEAD tells about a stored response to a GET (RFC 9111, 4.3.5). */
public final class HeadRules {
  private HeadRules() {}

  /**
   * The effect on one stored response with status 200.
   *
   * <p>Only a 200 says something. It updates what is stored if each validator that it has is that
   * of the stored response, and its {@code Content-Length} too, if it has one. The RFC would have
   * others counted as stale; here they are ended, since a stale one might be served on error.
   *
   * @param stored the handler's own fields, without an {@code ETag} that the cache has made
   * @param storedBytes the length of the stored body
   */
  public static HeadEffect effect(HttpFields stored, long storedBytes, ResponseHead head) {
    if (head.status() != 200) {
      return HeadEffect.NONE;
    }
    HttpFields fields = head.fields();
    return matches(stored, fields, FieldNames.ETAG)
            && matches(stored, fields, FieldNames.LAST_MODIFIED)
            && StoreRules.isComplete(fields, storedBytes)
        ? HeadEffect.UPDATE
        : HeadEffect.INVALIDATE;
  }

  private static boolean matches(HttpFields stored, HttpFields head, String name) {
    List<String> received = head.all(name);
    return received.isEmpty() || received.equals(stored.all(name));
  }
}
