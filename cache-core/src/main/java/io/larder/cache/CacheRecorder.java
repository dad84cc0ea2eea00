package io.larder.cache;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What an engine tells of one cache: it is counted, and handed on to the listeners of the {@link
 * Larder}. For those who build something that caches over a {@link CacheStore}; the filter and the
 * method caches of this library do so by themselves.
 *
 * <p>The vocabulary, and what is told how often, is that of {@link CacheListener}. Thread-safe,
 * never blocks, never throws; a hit costs two additions and allocates nothing.
 */
public final class CacheRecorder {

  private final String cache;
  private final @Nullable CacheListener listener;
  private final Map<Count, LongAdder> counts = new EnumMap<>(Count.class);
  private final LongAdder hits = new LongAdder();
  private final ReasonCounts refusals = new ReasonCounts();
  private final ReasonCounts bypasses = new ReasonCounts();
  private final ReasonCounts passes = new ReasonCounts();

  CacheRecorder(String cache, @Nullable CacheListener listener) {
    this.cache = cache;
    this.listener = listener;
    for (Count each : Count.values()) {
      counts.put(each, each == Count.HITS ? hits : new LongAdder());
    }
  }

  /** Returns the name of the cache. */
  public String cache() {
    return cache;
  }

  /** See {@link CacheListener#hit}. */
  public void hit(String key, long bytes) {
    hits.increment();
    if (bytes != 0) {
      add(Count.BYTES_SERVED, bytes);
    }
    if (listener != null) {
      listener.hit(cache, key, bytes);
    }
  }

  /** See {@link CacheListener#staleHit}. */
  public void staleHit(String key, long bytes) {
    add(Count.STALE_HITS, 1);
    add(Count.BYTES_SERVED, bytes);
    if (listener != null) {
      listener.staleHit(cache, key, bytes);
    }
  }

  /** See {@link CacheListener#miss}. */
  public void miss(String key) {
    add(Count.MISSES, 1);
    if (listener != null) {
      listener.miss(cache, key);
    }
  }

  /** See {@link CacheListener#bypassed}. */
  public void bypassed(String reason) {
    add(Count.BYPASSES, 1);
    bypasses.add(reason);
    if (listener != null) {
      listener.bypassed(cache, reason);
    }
  }

  /** See {@link CacheListener#collapsed}. */
  public void collapsed(String key) {
    add(Count.COLLAPSED, 1);
    if (listener != null) {
      listener.collapsed(cache, key);
    }
  }

  /** See {@link CacheListener#passed}. */
  public void passed(String key, String reason) {
    add(Count.PASSES, 1);
    passes.add(reason);
    if (listener != null) {
      listener.passed(cache, key, reason);
    }
  }

  /** See {@link CacheListener#outdated}. */
  public void outdated(String key) {
    add(Count.OUTDATED, 1);
    if (listener != null) {
      listener.outdated(cache, key);
    }
  }

  /** See {@link CacheListener#refreshSkipped}. */
  public void refreshSkipped(String key) {
    add(Count.REFRESHES_SKIPPED, 1);
    if (listener != null) {
      listener.refreshSkipped(cache, key);
    }
  }

  /** See {@link CacheListener#stored}. */
  public void stored(String key, long bytes, long nanos) {
    add(Count.STORED, 1);
    add(Count.BYTES_STORED, bytes);
    add(Count.LOAD_NANOS, nanos);
    if (listener != null) {
      listener.stored(cache, key, bytes, nanos);
    }
  }

  /** See {@link CacheListener#refused}. */
  public void refused(String key, String reason, long nanos) {
    add(Count.REFUSED, 1);
    refusals.add(reason);
    add(Count.LOAD_NANOS, nanos);
    if (listener != null) {
      listener.refused(cache, key, reason, nanos);
    }
  }

  /** See {@link CacheListener#loadFailed}. */
  public void loadFailed(String key, long nanos) {
    add(Count.LOAD_FAILURES, 1);
    add(Count.LOAD_NANOS, nanos);
    if (listener != null) {
      listener.loadFailed(cache, key, nanos);
    }
  }

  CacheStats stats() {
    Map<Count, Long> read = new EnumMap<>(Count.class);
    counts.forEach((count, n) -> read.put(count, n.sum()));
    return new CacheStats(read, refusals.read(), bypasses.read(), passes.read());
  }

  private void add(Count count, long n) {
    requireNonNull(counts.get(count), "count").add(n);
  }
}
