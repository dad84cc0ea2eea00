package io.larder.cache;

import io.larder.cache.key.PageKeys;
import java.net.URI;

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

  /**
   * Looks a page up by its URI, whatever the order and the spelling of its parameters: for pages
   * whose rule says nothing about the key. The others' keys are made by {@code rule.key(URI)}.
   *
   * @param uri absolute, as the client used it
   * @throws IllegalArgumentException if no request of this URI has a key, with the reason
   */
  public Lookup<Page> find(URI uri) {
    return find(key(uri));
  }

  /**
   * Removes a page by its URI, see {@link #find(URI)}.
   *
   * @throws IllegalArgumentException if no request of this URI has a key, with the reason
   */
  public Answer evict(URI uri) {
    return evict(key(uri));
  }

  /**
   * Ends a page's freshness by its URI, see {@link #find(URI)} and {@link #refresh(String)}.
   *
   * @throws IllegalArgumentException if no request of this URI has a key, with the reason
   */
  public Answer refresh(URI uri) {
    return refresh(key(uri));
  }

  private static String key(URI uri) {
    return PageKeys.effectiveUri().key(uri).orElseThrow();
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
