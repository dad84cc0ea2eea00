package io.larder.chaos;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Which fault is next: each once, and then as long as there is time those again that only took too
 * long, since the machine is not ours alone; when there are none, all again. For one thread.
 */
final class Schedule {

  private final List<Fault> faults;
  private final BooleanSupplier time;
  private final Map<Fault, Integer> tries = new HashMap<>();
  private final Set<Fault> slow = new HashSet<>();

  /**
   * Creates one.
   *
   * @param time whether there is time for more than each fault once
   */
  Schedule(List<Fault> faults, BooleanSupplier time) {
    this.faults = faults;
    this.time = time;
  }

  /** Returns the next one, if there is any. */
  Optional<Fault> next() {
    List<Fault> candidates = new ArrayList<>(faults);
    candidates.removeIf(tries::containsKey);
    if (candidates.isEmpty() && time.getAsBoolean()) {
      candidates.addAll(slow.isEmpty() ? faults : slow);
    }
    return candidates.stream()
        .min(Comparator.comparingInt(this::tries).thenComparingInt(faults::indexOf));
  }

  private int tries(Fault fault) {
    return tries.getOrDefault(fault, 0);
  }

  /** Notes that a fault has happened; a row within the limits on time is enough for a fault. */
  void happened(Fault fault, boolean tookTooLong) {
    boolean first = tries.merge(fault, 1, Integer::sum) == 1;
    if (!tookTooLong) {
      slow.remove(fault);
    } else if (first) {
      slow.add(fault);
    }
  }

  /** Returns whether all that has happened of a fault took too long. */
  boolean isSlow(Fault fault) {
    return slow.contains(fault);
  }
}
