package io.larder.cache.engine;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What several threads have done to a cache, each moment numbered: what was computed, what was
 * read, what has ended values. Thread-safe while it is written; then {@link #violation} judges it.
 */
final class History {

  private final AtomicLong moments = new AtomicLong();
  private final ConcurrentMap<String, Long> computed = new ConcurrentHashMap<>();
  private final Queue<Loaded> loads = new ConcurrentLinkedQueue<>();
  private final Queue<Read> reads = new ConcurrentLinkedQueue<>();
  private final Queue<Ended> ends = new ConcurrentLinkedQueue<>();

  /** A loader that ran from then to then. */
  private record Loaded(String key, long began, long ended, boolean alone) {}

  /** A value that a caller was given who began then. */
  private record Read(String key, long began, String value) {}

  /**
   * Something that ends what was computed before it; null: of every key. What it puts itself is not
   * ended.
   */
  private record Ended(
      String what, @Nullable String key, long began, long returned, @Nullable String put) {}

  long now() {
    return moments.incrementAndGet();
  }

  /** A computation begins; its value, which no other has, is returned. */
  String compute(String key) {
    long began = now();
    String value = key + "@" + began;
    computed.put(value, began);
    return value;
  }

  /**
   * A value is put as it is: it is as new as that call, and the call may be as late as its end.
   *
   * @param began when the call began
   */
  void put(String key, String value, long began) {
    ended("put", key, began, value);
    computed.put(value, now());
  }

  /**
   * A loader has run.
   *
   * @param alone whether what it returned was for its caller alone
   */
  void loaded(String key, String value, long ended, boolean alone) {
    loads.add(new Loaded(key, beginning(value), ended, alone));
  }

  void read(String key, long began, @Nullable String value) {
    if (value != null) {
      reads.add(new Read(key, began, value));
    }
  }

  void ended(String what, @Nullable String key, long began, @Nullable String put) {
    ends.add(new Ended(what, key, began, now(), put));
  }

  private long beginning(String value) {
    return requireNonNull(computed.get(value), value);
  }

  /** Returns what must never have happened, if it has. */
  Optional<String> violation() {
    Optional<String> outdated = outdated();
    return outdated.isPresent() ? outdated : overlapping();
  }

  /** A value from before something that ended it, given to a caller who began after that. */
  private Optional<String> outdated() {
    for (Read read : reads) {
      long computation = beginning(read.value());
      for (Ended event : ends) {
        boolean concerns = event.key() == null || event.key().equals(read.key());
        boolean between = computation < event.began() && event.returned() < read.began();
        if (concerns && between && !read.value().equals(event.put())) {
          return Optional.of(read + " is from before " + event);
        }
      }
    }
    return Optional.empty();
  }

  /** Two loads of one key at the same time, neither of which was for its caller alone. */
  private Optional<String> overlapping() {
    List<Loaded> shared = loads.stream().filter(load -> !load.alone()).toList();
    for (Loaded one : shared) {
      for (Loaded other : shared) {
        boolean overlap = one.began() < other.began() && other.began() < one.ended();
        if (overlap && one.key().equals(other.key())) {
          return Optional.of(other + " began during " + one);
        }
      }
    }
    return Optional.empty();
  }

  /** Returns how much was recorded of what, to see that there was something to judge. */
  Map<String, Integer> sizes() {
    return Map.of("loads", loads.size(), "reads", reads.size(), "ends", ends.size());
  }
}
