package io.larder.cache;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The recorders of one Larder by the names of their caches. There are as many as an application has
 * rules and caches; should somebody make up names, those beyond {@value #MOST} share one recorder.
 */
final class Recorders {

  static final int MOST = 1000;

  private static final String OTHER = "other";

  private final @Nullable CacheListener listener;
  private final ConcurrentMap<String, CacheRecorder> byName = new ConcurrentHashMap<>();

  Recorders(@Nullable CacheListener listener) {
    this.listener = listener;
  }

  CacheRecorder of(String cache) {
    CacheRecorder known = byName.get(cache);
    return known != null
        ? known
        : byName.computeIfAbsent(
            byName.size() < MOST ? cache : OTHER, name -> new CacheRecorder(name, listener));
  }

  CacheStats stats() {
    Collection<CacheRecorder> all = byName.values();
    return all.stream().map(CacheRecorder::stats).reduce(CacheStats.NONE, CacheStats::plus);
  }

  CacheStats stats(String cache) {
    CacheRecorder known = byName.get(cache);
    return known == null ? CacheStats.NONE : known.stats();
  }

  Map<String, CacheStats> statsByCache() {
    Map<String, CacheStats> stats = new TreeMap<>();
    byName.forEach((name, recorder) -> stats.put(name, recorder.stats()));
    return stats;
  }
}
