package io.larder.servlet;

/** What a filter tells tests alone. */
public final class Waiters {
  private Waiters() {}

  /** How many requests wait for others' answers at this moment. */
  public static int of(CacheFilter filter) {
    return filter.waiting();
  }
}
