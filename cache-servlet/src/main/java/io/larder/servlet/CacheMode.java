package io.larder.servlet;

/** Whether a rule does what it says, or only tells what it would do. */
public enum CacheMode {
  /** Answers are stored and served. The default. */
  ON,

  /**
   * It is decided, counted and said in {@code Cache-Status} what would be done, and no request sees
   * anything else of it: each reaches the handler as it came, nothing is served, and of no answer
   * anything is stored but how long, for whom and with which digest it would have been. So a cache
   * can be tried in production before it is trusted.
   */
  SHADOW
}
