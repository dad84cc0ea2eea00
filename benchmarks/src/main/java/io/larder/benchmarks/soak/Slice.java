package io.larder.benchmarks.soak;

import io.larder.benchmarks.soak.Hot.Kind;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What was measured of the ordinary clients during a part of the run. Thread-safe. */
final class Slice {

  private final Map<Kind, Latencies> latencies = new EnumMap<>(Kind.class);
  private final AtomicLong notStored = new AtomicLong();

  Slice() {
    for (Kind each : Kind.values()) {
      latencies.put(each, new Latencies());
    }
  }

  Latencies of(Kind kind) {
    Latencies some = latencies.get(kind);
    return some == null ? new Latencies() : some;
  }

  /** Counts hits that were none: a page was pushed out, and the handler asked again. */
  void count(Kind kind, Answer answer) {
    if (kind != Kind.MISS && !answer.isHit()) {
      notStored.incrementAndGet();
    }
  }

  /** How many requests for hot pages, validations included, were no hits. */
  long notStored() {
    return notStored.get();
  }

  void addAll(Slice other) {
    for (Kind each : Kind.values()) {
      of(each).addAll(other.of(each));
    }
    notStored.addAndGet(other.notStored.get());
  }
}
