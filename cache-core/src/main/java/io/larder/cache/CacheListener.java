package io.larder.cache;

/**
 * What is told of everything that becomes of requests and calls that a {@link Larder} caches: for
 * metrics, traces and logs. {@link CacheStats} counts the same.
 *
 * <p>Each method does nothing unless it is implemented. Arguments are texts and numbers, so that a
 * hit allocates nothing. {@code cache} is the name of a cache, or of what covers a page: a rule's
 * pattern such as {@code /reports/*}, the {@code cache} of {@code @Cached}, or {@code pages}.
 * {@code key} is the one that evicts the entry.
 *
 * <p>Of each request or call that is covered, exactly one of {@link #hit}, {@link #staleHit},
 * {@link #miss} and {@link #bypassed} is told, before its answer is written where that can be
 * known, and of each load exactly one of {@link #stored}, {@link #refused} and {@link #loadFailed},
 * when it has ended.
 *
 * <p>Called by any thread, mostly by that of the request: implementations must be thread-safe and
 * must not block. What they throw is logged once, and reaches nobody.
 */
public interface CacheListener {

  /**
   * Answered from the store with what is fresh.
   *
   * @param bytes how many bytes of content that took: none of a page whose client has it already
   */
  default void hit(String cache, String key, long bytes) {}

  /**
   * Answered from the store with what is stale, as the terms of the entry or the client allow.
   *
   * @param bytes as in {@link #hit}
   */
  default void staleHit(String cache, String key, long bytes) {}

  /** Looked up in vain; whoever asked has its answer from elsewhere, or none. */
  default void miss(String cache, String key) {}

  /**
   * Neither looked up nor stored.
   *
   * @param reason a token, the same as in {@code Cache-Status}: {@code method}, {@code session}, …
   */
  default void bypassed(String cache, String reason) {}

  /** A miss, told as such before, that was answered by the load of another one. */
  default void collapsed(String cache, String key) {}

  /**
   * A miss, told as such before, for which the handler or loader runs alone: nobody waits for its
   * answer, which is not stored.
   *
   * @param reason the same as in {@code Cache-Status}: {@code wait}, {@code new-keys}, …
   */
  default void passed(String cache, String key, String reason) {}

  /**
   * A hit, told as such before, of a cache that only tells what it would do: meanwhile the answer
   * is another one than that which would have been served.
   */
  default void outdated(String cache, String key) {}

  /**
   * A refresh in the background is left out, because there is no thread for it: what is there goes
   * on to be served.
   */
  default void refreshSkipped(String cache, String key) {}

  /**
   * A load has ended, and what it has produced is stored.
   *
   * @param bytes the size of the content, 0 where it is not known
   * @param nanos how long the load has taken
   */
  default void stored(String cache, String key, long bytes, long nanos) {}

  /**
   * A load has ended, and what it has produced is not stored.
   *
   * @param reason the same as in {@code Cache-Status}: {@code no-store}, {@code set-cookie}, …
   * @param nanos how long the load has taken
   */
  default void refused(String cache, String key, String reason, long nanos) {}

  /**
   * A load has failed: it has thrown, or has answered with 5xx. Whoever waits for it may have been
   * given something stale.
   *
   * @param nanos how long it has taken
   */
  default void loadFailed(String cache, String key, long nanos) {}
}
