package io.larder.servlet;

import io.larder.cache.CacheEntry;
import io.larder.cache.Lookup;
import io.larder.cache.Miss;
import io.larder.cache.Page;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a look-up has found for a request, and where.
 *
 * @param primary the key of the URI
 * @param variants what lies there, if its responses vary
 * @param key where the response for this request lies, or is to lie
 * @param found what lies there
 */
record Located(String primary, @Nullable Variants variants, String key, Lookup<Page> found) {

  /** Looks a request up: once, or twice where its responses vary. */
  static Located of(PageStore store, String primary, HttpServletRequest request) {
    Lookup<Page> found = store.find(primary);
    Variants variants = Variants.of(found);
    if (variants == null) {
      return new Located(primary, null, primary, found);
    }
    String key = variants.key(primary, request);
    Lookup<Page> variant = store.find(key);
    // What is purged softly is purged with all variants.
    boolean purged = found instanceof CacheEntry<Page> mark && mark.softPurged();
    return new Located(
        primary,
        variants,
        key,
        purged && variant instanceof CacheEntry<Page> entry ? entry.asSoftPurged() : variant);
  }

  /** The same as it is now; nothing if the mark of its variants has ended. */
  Located again(PageStore store) {
    Variants was = variants;
    if (was == null) {
      return found instanceof Miss ? this : new Located(primary, null, key, store.find(key));
    }
    Variants now = Variants.of(store.find(primary));
    return now == null || !now.generation().equals(was.generation())
        ? unasked(primary)
        : new Located(primary, was, key, store.find(key));
  }

  /** For a request that asks for no look-up. */
  static Located unasked(String primary) {
    return new Located(primary, null, primary, new Miss<>(Miss.UNKNOWN));
  }

  /** Whether a stored page is a response, and neither a mark of others nor a part of one. */
  static boolean isResponse(Page page) {
    return !Variants.isMark(page) && !PartialPage.is(page);
  }
}
