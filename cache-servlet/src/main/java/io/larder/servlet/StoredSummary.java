package io.larder.servlet;

import io.larder.cache.CacheEntry;
import io.larder.cache.Lookup;
import io.larder.cache.Page;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is said of a stored response to whoever has a request explained. */
final class StoredSummary {

  private StoredSummary() {}

  /**
   * Summarizes what lies somewhere; null if it is no response.
   *
   * @param now the ticker's reading
   */
  static Explanation.@Nullable Stored of(Lookup<Page> found, Located located, long now) {
    Page page = found instanceof CacheEntry<Page> entry ? entry.value() : null;
    if (!(found instanceof CacheEntry<Page> entry) || page == null || Variants.isMark(page)) {
      return null;
    }
    Variants variants = located.variants();
    return new Explanation.Stored(
        page.status(),
        page.bodyLength(),
        entry.age(now),
        nanos(entry.freshNanosLeft(now)),
        nanos(entry.usableNanosLeft(now)),
        page.etag(),
        entry.tags(),
        variants == null ? List.of() : variants.vary().names(),
        Unless.reads(page.notes()));
  }

  private static Duration nanos(long left) {
    return Duration.ofNanos(Math.max(0, left));
  }
}
