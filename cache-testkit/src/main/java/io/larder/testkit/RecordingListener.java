package io.larder.testkit;

import io.larder.cache.CacheListener;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Counts the loads of each key, for tests: a Larder by itself counts those of each cache.
 *
 * <p>{@link LarderExtension} has one listen to each Larder that it gives, which a test may take as
 * a parameter. A Larder of one's own needs one that is added by hand, and named where it is asked:
 *
 * <pre>{@code
 * RecordingListener recording = new RecordingListener();
 * Larder larder = Larder.builder().listener(recording).build();
 * …
 * assertThat(quotes).recordedBy(recording).loadedOnce("ACME");
 * }</pre>
 *
 * <p>A load is a run of a loader, handler or method that has ended: whether it has failed or not,
 * whether what it has produced is stored or not. One that is not over does not count; neither does
 * one of a call that was {@linkplain CacheListener#bypassed not looked up}. It counts before
 * whoever waits for it has its value. Keys are those that evict; where a cache has a key function,
 * what that returns. It forgets nothing, so it is for as many keys as a test has. Thread-safe.
 */
public final class RecordingListener implements CacheListener {

  private final ConcurrentMap<String, ConcurrentMap<String, Long>> loads =
      new ConcurrentHashMap<>();

  /** Creates one that has recorded nothing. */
  public RecordingListener() {}

  /**
   * Returns how many loads of a key have ended.
   *
   * @param cache the name of a cache, or what covers a page, see {@link CacheListener}
   */
  public long loads(String cache, String key) {
    ConcurrentMap<String, Long> known = loads.get(cache);
    return known == null ? 0 : known.getOrDefault(key, 0L);
  }

  /** Returns how many loads of each key of a cache have ended; a copy, sorted. */
  public Map<String, Long> loads(String cache) {
    return new TreeMap<>(loads.getOrDefault(cache, new ConcurrentHashMap<>()));
  }

  private void loaded(String cache, String key) {
    loads.computeIfAbsent(cache, name -> new ConcurrentHashMap<>()).merge(key, 1L, Long::sum);
  }

  @Override
  public void stored(String cache, String key, long bytes, long nanos) {
    loaded(cache, key);
  }

  @Override
  public void refused(String cache, String key, String reason, long nanos) {
    loaded(cache, key);
  }

  @Override
  public void loadFailed(String cache, String key, long nanos) {
    loaded(cache, key);
  }

  /** A miss for which the loader runs alone: told instead of the end of its load. */
  @Override
  public void passed(String cache, String key, String reason) {
    loaded(cache, key);
  }

  @Override
  public String toString() {
    return "RecordingListener" + new TreeMap<>(loads);
  }
}
