package io.larder.redis;

import io.larder.cache.CacheEntry;
import io.larder.cache.Claim;
import io.larder.cache.LimitException;
import io.larder.cache.Limits;
import io.larder.cache.Lookup;
import io.larder.cache.Miss;
import io.larder.cache.Terms;
import io.larder.cache.codec.Place;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.View;
import io.larder.redis.Entries.Hit;
import org.jspecify.annotations.Nullable;

/** How the values of a view lie on Redis: under which name, and as which bytes. Thread-safe. */
final class Coding<V> {

  private final View<V> view;
  private final BackendContext context;
  private final Limits limits;
  private final Layout layout;
  private final RedisStats stats;

  Coding(View<V> view, BackendContext context, Layout layout, RedisStats stats) {
    this.view = view;
    this.context = context;
    this.limits = view.limits(context.limits());
    this.layout = layout;
    this.stats = stats;
  }

  String view() {
    return view.name();
  }

  /**
   * Returns the name under which a key's entry lies.
   *
   * @throws LimitException if the key is too long
   */
  byte[] entry(String key) {
    return layout.entry(view.prefix(), key);
  }

  /** Returns the as-of of what is computed under a claim. */
  static long asOf(Claim claim) {
    return Math.max(0, claim.stamp());
  }

  /**
   * Writes a value as bytes.
   *
   * @throws LimitException if it or its tags are beyond the limits
   */
  byte[] envelope(byte[] name, long id, Claim claim, @Nullable V value, Terms terms) {
    Limits.checkTags(terms.tags());
    if (value == null) {
      return Envelope.ofNull(name, id, asOf(claim), terms);
    }
    byte[] payload = view.codec().encode(value, new Place(name, limits.maxValueBytes()));
    try {
      limits.checkValue(payload.length, claim.key());
    } catch (LimitException e) {
      stats.countTooLarge();
      throw e;
    }
    return Envelope.value(name, id, asOf(claim), terms, payload);
  }

  /**
   * Reads what was found.
   *
   * @param hit null: nothing was
   * @param clock what the clock was; negative: it could not be read
   */
  Lookup<V> lookup(byte[] name, @Nullable Hit hit, long clock) {
    long stamp = clock < 0 ? Miss.UNKNOWN : clock;
    if (hit == null) {
      return new Miss<>(stamp);
    }
    Terms terms = hit.stored().terms();
    long left = Math.min(terms.usableNanos(), Writes.nanos(hit.millisLeft()));
    if (left <= 0) {
      return new Miss<>(stamp);
    }
    V value = null;
    if (!hit.stored().isNull()) {
      try {
        Place place = new Place(name, limits.maxValueBytes());
        value = view.codec().decode(hit.stored().payload(), place);
      } catch (RuntimeException e) {
        // A codec of another version wrote it, or somebody else did: the next fill replaces it.
        stats.countUnreadable();
        return new Miss<>(stamp);
      }
    }
    // RFC 9111 4.2.3 in durations: no machine's wall clock is compared with another's.
    long storedAt = context.ticker().read() - (terms.usableNanos() - left);
    return new CacheEntry<>(
        value, hit.stored().id(), hit.stored().asOf(), terms, storedAt, hit.softPurged());
  }
}
