package io.larder.benchmarks.soak;

import io.larder.cache.Larder;
import io.larder.cache.StoredKey;
import io.larder.servlet.CacheFilter;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What there is at this moment: numbers that are to come back to where they were. */
final class Gauges {

  /** What the store counts for an entry and for a tag beside their bytes, see configuration. */
  private static final int ENTRY = 264;

  private static final int TAG = 80;

  private Gauges() {}

  /** Threads, and bytes that are held after a collection. */
  static Map<String, Long> ofJvm() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    long direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    return Map.of(
        "peakThreads",
        (long) ManagementFactory.getThreadMXBean().getPeakThreadCount(),
        "heap",
        memory.getHeapMemoryUsage().getUsed(),
        "direct",
        direct);
  }

  /** Entries of the store, and the bytes that they count. */
  static Map<String, Long> of(Larder larder) {
    List<StoredKey> keys = larder.inspect("*", Integer.MAX_VALUE);
    long bytes = 0;
    for (StoredKey each : keys) {
      long tags = each.tags().stream().mapToLong(tag -> TAG + tag.length()).sum();
      bytes += each.bytes() + each.key().length() + ENTRY + tags;
    }
    return Map.of("entries", (long) keys.size(), "stored", bytes);
  }

  /** Live threads, and what the filter tells its own tests: who waits, which handlers run. */
  static Map<String, Long> of(CacheFilter filter) {
    Map<String, Long> gauges = new TreeMap<>();
    gauges.put("threads", (long) ManagementFactory.getThreadMXBean().getThreadCount());
    for (String name : List.of("waiting", "loading", "refreshing")) {
      try {
        Method gauge = CacheFilter.class.getDeclaredMethod(name);
        gauge.setAccessible(true);
        gauges.put(name, ((Integer) gauge.invoke(filter)).longValue());
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("CacheFilter does not tell how many are " + name, e);
      }
    }
    return gauges;
  }
}
