package io.larder.benchmarks.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the server told of itself at one moment, see {@link Gauges}, and what of it is too much. */
record Gauged(Map<String, String> all) {

  private static final long MB = 1024 * 1024;
  private static final long STORE = 64 * MB;

  /** Threads that the JVM and Jetty may have at the end and not after the warm-up. */
  private static final int MORE_THREADS = 4;

  /** What may be held beside the store: by keys remembered, connections, and the application. */
  private static final long BESIDE_STORE = 32 * MB;

  private static final long AFTER_CLEAR = 24 * MB;

  static Gauged of(Map<String, String> all) {
    return new Gauged(Map.copyOf(all));
  }

  long get(String name) {
    return Long.parseLong(all.getOrDefault(name, "0"));
  }

  double megabytes(String name) {
    return get(name) / (double) MB;
  }

  /** How many requests wait, and how many handlers run. */
  long atWork() {
    return get("waiting") + get("loading") + get("refreshing");
  }

  long threads() {
    return get("threads");
  }

  /** How many threads there may be later if there are so many now. */
  long mostThreads() {
    return threads() + MORE_THREADS;
  }

  /** Says what is there that ought not to be, with the store as it is. */
  List<String> leftOver(Gauged idle, Gauged warm) {
    List<String> wrong = new ArrayList<>();
    for (String name : List.of("waiting", "loading", "refreshing", "errors")) {
      limit(wrong, name, get(name), 0);
    }
    limit(wrong, "threads", threads(), warm.mostThreads());
    limit(wrong, "bytes in the store", get("stored"), STORE);
    limit(wrong, "bytes in the heap", get("heap"), idle.get("heap") + STORE + BESIDE_STORE);
    return wrong;
  }

  /** Says what is there that ought not to be when nothing is stored. */
  List<String> leftAfterClear(Gauged idle) {
    List<String> wrong = new ArrayList<>();
    limit(wrong, "bytes in the heap without pages", get("heap"), idle.get("heap") + AFTER_CLEAR);
    return wrong;
  }

  private static void limit(List<String> wrong, String name, long is, long most) {
    if (is > most) {
      wrong.add("%,d %s, at most %,d".formatted(is, name, most));
    }
  }
}
