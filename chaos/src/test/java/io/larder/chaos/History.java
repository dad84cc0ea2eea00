package io.larder.chaos;

import io.larder.cache.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What several nodes have done with one cache, each step between two moments of one {@link Board}:
 * what was computed or put, what was read, what was ended. Thread-safe while it is written; {@link
 * #violations} judges what there is by then.
 *
 * <p>Nothing that was computed before an ending began is to be read by who asks after the ending
 * holds for him. For the node that was asked to end it, it holds as soon as that has returned,
 * applied or deferred. For others an applied one holds as soon as it has returned, and a deferred
 * one once its node has served that item from the store again: nothing is read there before it is
 * made up for. What is not known to come from the store itself may be a copy, for which both hold a
 * bound later.
 *
 * <p>One thing is allowed: who asks a node that is without its store may share a computation that
 * is under way there. It is as old as its beginning, and what others have ended since cannot be
 * known there; but it began no longer before the question than a bound of its own.
 */
final class History {

  private final Duration bound;
  private final Duration shared;
  private final Queue<Load> loads = new ConcurrentLinkedQueue<>();
  private final Queue<Read> reads = new ConcurrentLinkedQueue<>();
  private final Queue<End> ends = new ConcurrentLinkedQueue<>();

  /**
   * Creates an empty one.
   *
   * @param bound for how long a node may serve copies of what another one has ended
   * @param shared for how long a node without its store may share computations that are from before
   *     what another one has ended
   */
  History(Duration bound, Duration shared) {
    this.bound = bound;
    this.shared = shared;
  }

  /**
   * Something was computed or put.
   *
   * @param id by which readers know it: a moment at which it was not there yet
   * @param began the last moment that it may be from: when its computation began; of what is put,
   *     when the call had put it, during which it may be read
   */
  record Load(int item, long id, long began, long ended) {}

  /**
   * Somebody was answered.
   *
   * @param id of what he was given
   * @param nanos when he asked, by the clock of this JVM
   */
  record Read(int item, int node, long asked, long answered, long nanos, long id, Source source) {}

  /**
   * Items were ended.
   *
   * @param nanos when that returned, by the clock of this JVM
   */
  record End(
      Ending what,
      List<Integer> items,
      int node,
      long began,
      long returned,
      long nanos,
      Answer answer) {}

  /** A read that must never have happened, and why. */
  record Violation(Read read, String why) {
    @Override
    public String toString() {
      return read + " " + why;
    }
  }

  void add(Load load) {
    loads.add(load);
  }

  void add(Read read) {
    reads.add(read);
  }

  void add(End end) {
    ends.add(end);
  }

  /** Returns the reads of what was asked from then to then that must never have happened. */
  List<Violation> violations(long fromNanos, long toNanos) {
    Map<Integer, ItemHistory> items = new HashMap<>();
    loads.forEach(it -> of(items, it.item()).loads.put(it.id(), it));
    reads.forEach(it -> of(items, it.item()).reads.add(it));
    ends.forEach(end -> end.items().forEach(item -> of(items, item).ends.add(end)));
    items.values().forEach(ItemHistory::findWhatHolds);
    List<Violation> all = new ArrayList<>();
    for (Read read : reads) {
      if (read.nanos() >= fromNanos && read.nanos() < toNanos) {
        of(items, read.item()).judge(read).map(why -> new Violation(read, why)).ifPresent(all::add);
      }
    }
    return all;
  }

  /** Returns all reads that must never have happened. */
  List<Violation> violations() {
    return violations(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** Returns how much was recorded of what, to see that there was something to judge. */
  Map<String, Integer> sizes() {
    return Map.of("loads", loads.size(), "reads", reads.size(), "ends", ends.size());
  }

  private ItemHistory of(Map<Integer, ItemHistory> items, int item) {
    return items.computeIfAbsent(item, it -> new ItemHistory());
  }

  /** What has happened to one item. */
  private final class ItemHistory {
    private final Map<Long, Load> loads = new HashMap<>();
    private final List<Read> reads = new ArrayList<>();
    private final List<End> ends = new ArrayList<>();
    private final List<Holding> holding = new ArrayList<>();

    /**
     * An ending, and from when on it holds for nodes other than its own.
     *
     * @param nanos when that is by the clock of this JVM, from which bounds count
     */
    private record Holding(End end, long moment, long nanos) {
      boolean holdsFor(Read read, Duration bound) {
        return read.node() == end.node()
            ? end.returned() < read.asked()
            : moment < read.asked()
                && (read.source() == Source.STORE || nanos <= read.nanos() - bound.toNanos());
      }
    }

    void findWhatHolds() {
      for (End end : ends) {
        if (end.answer() == Answer.APPLIED) {
          holding.add(new Holding(end, end.returned(), end.nanos()));
        } else {
          // Who hears of it then may go on with what he has for as long as otherwise.
          long moment =
              reads.stream()
                  .filter(it -> it.node() == end.node() && it.source() == Source.STORE)
                  .filter(it -> it.asked() > end.returned())
                  .mapToLong(Read::answered)
                  .min()
                  .orElse(Long.MAX_VALUE);
          long nanos =
              reads.stream()
                  .filter(it -> it.asked() > moment)
                  .mapToLong(Read::nanos)
                  .min()
                  .orElse(Long.MAX_VALUE);
          holding.add(new Holding(end, moment, nanos));
        }
      }
    }

    /** Returns why this must never have been read, if so. */
    Optional<String> judge(Read read) {
      Load load = loads.get(read.id());
      if (load == null) {
        return Optional.of("was computed by nobody");
      }
      if (load.id() > read.answered()) {
        return Optional.of("was read before it was there: " + load);
      }
      boolean allowed = isSharedWithoutStore(read) && shared.compareTo(bound) > 0;
      Duration most = allowed ? shared : bound;
      return holding.stream()
          .filter(it -> load.began() < it.end().began() && it.holdsFor(read, most))
          .findFirst()
          .map(it -> load + " is from before " + it.end() + "; it was read by " + readersOf(load));
    }

    /** Whether somebody whose store was out of reach computed it for himself at the same time. */
    private boolean isSharedWithoutStore(Read read) {
      return (read.source() == Source.ORIGIN || read.source() == Source.UNAVAILABLE)
          && reads.stream()
              .filter(it -> it.id() == read.id() && it.node() == read.node())
              .anyMatch(it -> it.source() == Source.UNAVAILABLE && it.answered() > read.asked());
    }

    private List<Read> readersOf(Load load) {
      return reads.stream().filter(it -> it.id() == load.id()).toList();
    }
  }
}
