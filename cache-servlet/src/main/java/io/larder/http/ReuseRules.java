package io.larder.http;

import java.util.function.BooleanSupplier;

/**
 * Says whether a stored response may answer a request, by its freshness and by what the client
 * wants (RFC 9111, 4.2 and 5.2.1).
 *
 * <p>Without {@code Cache-Control} and {@code Pragma} in the request, or where a client's
 * directives do not count, nothing is parsed and nothing allocated. An argument that is no number
 * of seconds is taken for the strictest.
 */
public final class ReuseRules {
  private ReuseRules() {}

  /**
   * The verdict on a stored response.
   *
   * @param freshNanosLeft for how much longer it is fresh; zero or less if it is stale
   * @param ageNanos its current age (RFC 9111, 4.2.3)
   * @param neverStale whether the stored response forbids to be served stale ({@link
   *     StoredDirectives#neverStale}); asked only if it is stale and the client would accept it
   */
  public static Reuse judge(
      HttpFields request,
      RequestOptions options,
      long freshNanosLeft,
      long ageNanos,
      BooleanSupplier neverStale) {
    Reuse unasked = freshNanosLeft > 0 ? Reuse.FRESH : Reuse.STALE;
    if (!options.honourRequestDirectives()) {
      return unasked;
    }
    if (request.contains(FieldNames.CACHE_CONTROL)) {
      return byClient(CacheControl.of(request), freshNanosLeft, ageNanos, neverStale);
    }
    // 5.4: Pragma counts only where there is no Cache-Control.
    return request.contains(FieldNames.PRAGMA)
            && CacheControl.of(request, FieldNames.PRAGMA).noCache()
        ? Reuse.NO_CACHE
        : unasked;
  }

  /**
   * Whether the client wants a stored response or none (5.2.1.7): where it cannot be had, because
   * nothing is stored or because it would have to be validated, the answer is 504.
   */
  public static boolean onlyIfCached(HttpFields request, RequestOptions options) {
    return options.honourRequestDirectives()
        && request.contains(FieldNames.CACHE_CONTROL)
        && CacheControl.of(request).onlyIfCached();
  }

  private static Reuse byClient(
      CacheControl client, long freshNanosLeft, long ageNanos, BooleanSupplier neverStale) {
    if (client.noStore() && !client.onlyIfCached()) {
      return Reuse.NO_STORE;
    }
    if (client.noCache()) {
      return Reuse.NO_CACHE;
    }
    // To the nanosecond, and so max-age=0 means the handler each time (5.2.1.1).
    if (client.maxAge().isPresent() && ageNanos > client.maxAge().get().toNanos()) {
      return Reuse.MAX_AGE;
    }
    if (client.minFresh().isPresent() && freshNanosLeft < client.minFresh().get().toNanos()) {
      return Reuse.MIN_FRESH;
    }
    if (freshNanosLeft > 0) {
      return Reuse.FRESH;
    }
    if (client.maxStale().isPresent()) {
      // 5.2.1.2 never beats what the response forbids (4.2.4).
      boolean accepted = freshNanosLeft >= -client.maxStale().get().toNanos();
      return accepted && !neverStale.getAsBoolean() ? Reuse.MAX_STALE : Reuse.TOO_STALE;
    }
    // 5.2.1.1: with max-age and without max-stale a client wants nothing stale.
    return client.maxAge().isPresent() ? Reuse.MAX_AGE : Reuse.STALE;
  }
}
