package io.larder.cache.tiered;

/** What an announcement says has ended: of the store behind, and so of the copies before it. */
public sealed interface Change {

  /**
   * What lies under one key: it was removed, replaced or its freshness has ended.
   *
   * @param view the name of the view
   * @param key the key as the view's users know it
   */
  record OfKey(String view, String key) implements Change {}

  /**
   * Whatever carries a tag, in every view.
   *
   * @param tag the tag
   */
  record OfTag(String tag) implements Change {}

  /**
   * The freshness of whatever carries a tag.
   *
   * @param tag the tag
   */
  record OfFreshness(String tag) implements Change {}

  /**
   * Everything in one view.
   *
   * @param view the name of the view
   */
  record OfView(String view) implements Change {}

  /** Everything in the namespace. */
  record OfAll() implements Change {}
}
