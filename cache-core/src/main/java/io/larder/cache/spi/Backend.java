package io.larder.cache.spi;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.CopyStats;
import io.larder.cache.Health;
import io.larder.cache.StoreStats;
import io.larder.cache.StoredKey;
import java.util.Collection;
import java.util.List;

/**
 * One namespace of one kind of storage: what a {@link io.larder.cache.Larder} stands on.
 *
 * <p>All views of a backend share its logical clock and its tags. Thread-safe. Like the views,
 * methods do not throw for infrastructure, except {@link #inspect}.
 */
public interface Backend extends AutoCloseable {

  /** Opens a view. Opening the same view twice gives two that see the same entries. */
  <V> CacheStore<V> open(View<V> view);

  /**
   * Returns whether values are kept as they are, and never written: then a type needs no codec that
   * can.
   */
  default boolean keepsReferences() {
    return false;
  }

  /** Ends every entry that carries one of the tags; see {@link CacheStore#invalidate}. */
  Answer invalidate(Collection<String> tags);

  /** Ends the freshness of every entry that carries one of the tags. */
  Answer softPurge(Collection<String> tags);

  /** Ends everything in the namespace in one step. */
  Answer clear();

  /** Asks the storage whether it is there; bounded by its timeouts. */
  Health health();

  /**
   * Lists what lies there, for operators: it may walk through everything, so it is never called on
   * a serving path.
   *
   * @param pattern a pattern with {@code *} over whole keys
   * @param most the number of entries to list at most
   * @throws IllegalStateException if the storage cannot be reached
   */
  List<StoredKey> inspect(String pattern, int most);

  /**
   * Returns what was counted of the copies in the memory of this process, if there are any of a
   * store behind.
   */
  default CopyStats copyStats() {
    return CopyStats.NONE;
  }

  /** Returns what was counted of the storage that callers do not see, if it counts anything. */
  default StoreStats storeStats() {
    return StoreStats.NONE;
  }

  /** Returns one line that says what this is and where, without secrets. */
  String describe();

  /** Closes what the backend itself has opened: threads, pools, connections. */
  @Override
  void close();
}
