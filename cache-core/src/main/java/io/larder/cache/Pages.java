package io.larder.cache;

/**
 * The stored HTTP responses of a {@link Larder}: look one up, evict one, refresh one, by its key.
 *
 * <p>A page's key is the effective URI of its request, {@code
 * http://localhost:5000/x?country=France}, in the canonical form that the rule's key strategy gives
 * it; {@code rule.key(URI)} makes it outside any request. Thread-safe; failure is answered as by
 * {@link CacheStore}.
 */
public final class Pages {

  private final CacheStore<Page> store;

  Pages(CacheStore<Page> store) {
    this.store = store;
  }

  /** Looks a page up by its key. */
  public Lookup<Page> find(String key) {
    return store.find(key);
  }

  /** Removes a page; a load that is under way is not stored. */
  public Answer evict(String key) {
    return store.evict(key);
  }

  /**
   * Ends a page's freshness, so that the next request computes it anew; until then it stays usable
   * as far as its rule allows stale responses.
   */
  public Answer refresh(String key) {
    return store.softPurge(key);
  }

  /** Ends all pages in one step; values of other views stay. */
  public Answer clear() {
    return store.clear();
  }

  /** Returns the view itself, for engines that fill it. */
  public CacheStore<Page> store() {
    return store;
  }
}
