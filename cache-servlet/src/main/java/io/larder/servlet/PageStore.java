package io.larder.servlet;

import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.Lease;
import io.larder.cache.LimitException;
import io.larder.cache.Lookup;
import io.larder.cache.Page;
import io.larder.cache.Terms;
import io.larder.cache.Unavailable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The stored pages as the engine sees them: whatever a store throws is a store that cannot be
 * asked. No request fails for it, and it is logged once.
 */
final class PageStore {

  private static final Logger LOG = System.getLogger(PageStore.class.getName());

  private final CacheStore<Page> pages;
  private final AtomicBoolean told = new AtomicBoolean();
  private final AtomicLong fills = new AtomicLong();

  PageStore(CacheStore<Page> pages) {
    this.pages = pages;
  }

  /**
   * Returns how many fills have ended. A look-up that missed may be outdated if the number has
   * changed since before it began.
   */
  long fills() {
    return fills.get();
  }

  Lookup<Page> find(String key) {
    try {
      return pages.find(key);
    } catch (RuntimeException e) {
      tell(e);
      return new Unavailable<>("error");
    }
  }

  Claim claim(String key) {
    try {
      return pages.claim(key);
    } catch (RuntimeException e) {
      tell(e);
      return Claim.refused(key);
    }
  }

  Lease lease(String key) {
    try {
      return pages.lease(key);
    } catch (RuntimeException e) {
      tell(e);
      return new Lease.Own(Claim.refused(key));
    }
  }

  /** Stores a page; null if it, its key or its tags are beyond a limit. */
  @Nullable FillResult fill(Claim claim, Page page, Terms terms) {
    try {
      return pages.fill(claim, page, terms);
    } catch (LimitException e) {
      return null;
    } catch (RuntimeException e) {
      tell(e);
      return FillResult.UNAVAILABLE;
    } finally {
      fills.incrementAndGet();
    }
  }

  /** Replaces what lies under a key, or removes it if that is not what the claim names. */
  void put(Claim claim, Page page, Terms terms) {
    try {
      pages.put(claim, page, terms);
    } catch (RuntimeException e) {
      tell(e);
    }
  }

  void abandon(Claim claim) {
    try {
      pages.abandon(claim);
    } catch (RuntimeException e) {
      tell(e);
    }
  }

  /** Removes what lies under each of the keys. */
  void evictAll(Collection<String> keys) {
    try {
      if (!keys.isEmpty()) {
        pages.evictAll(keys);
      }
    } catch (RuntimeException e) {
      tell(e);
    }
  }

  /** Ends every entry that carries one of the tags. */
  void invalidate(Collection<String> tags) {
    try {
      if (!tags.isEmpty()) {
        pages.invalidate(tags);
      }
    } catch (RuntimeException e) {
      tell(e);
    }
  }

  void evict(String key) {
    try {
      pages.evict(key);
    } catch (RuntimeException e) {
      tell(e);
    }
  }

  private void tell(RuntimeException e) {
    // A closed Larder is no trouble: the application is stopping, or has chosen to go on without.
    if (!(e instanceof IllegalStateException) && told.compareAndSet(false, true)) {
      LOG.log(
          Level.WARNING,
          "The store of pages threw; requests go on without it, and this is logged once",
          e);
    }
  }
}
