package io.larder.testkit;

import io.larder.cache.Answer;
import io.larder.cache.LimitException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * What each operation of a faulty store passes: it waits, fails or is lost as the {@link Faults}
 * say; and what was deferred is done here, in order, before the next operation that does not fail,
 * as {@link Answer#DEFERRED} promises. Thread-safe.
 */
final class FaultyGate {

  /** The reason that look-ups give. */
  static final String REASON = "a fault that the test asked for";

  private final Faults faults;
  private final Deque<Supplier<Answer>> deferred = new ArrayDeque<>();

  FaultyGate(Faults faults) {
    this.faults = faults;
  }

  /** Runs what ends nothing. */
  <T> T ask(StoreOperation operation, Door door, Supplier<T> work, Supplier<T> failed) {
    door.requireOpen();
    if (faults.meet(operation, door::closed) == Faults.Verdict.FAIL) {
      door.requireOpen();
      return failed.get();
    }
    door.requireOpen();
    replay();
    return work.get();
  }

  /** Runs what ends entries, now or later. */
  Answer end(StoreOperation operation, Door door, Supplier<Answer> work) {
    return end(operation, door, work, work);
  }

  /**
   * Runs what ends entries.
   *
   * @param later what is done instead if it fails now
   */
  Answer end(StoreOperation operation, Door door, Supplier<Answer> work, Supplier<Answer> later) {
    door.requireOpen();
    Faults.Verdict verdict = faults.meet(operation, door::closed);
    door.requireOpen();
    return switch (verdict) {
      case GO_ON -> {
        replay();
        yield work.get();
      }
      case LOSE -> Answer.APPLIED;
      case FAIL -> {
        defer(later);
        yield Answer.DEFERRED;
      }
    };
  }

  void wake() {
    faults.wake();
  }

  private synchronized void defer(Supplier<Answer> later) {
    deferred.add(later);
  }

  private synchronized void replay() {
    while (!deferred.isEmpty()) {
      try {
        var unused = deferred.remove().get(); // whatever it is by now, nobody waits for it
      } catch (LimitException | IllegalStateException e) {
        // A key that no store takes has nothing under it, and a view that was closed since is no
        // concern of whoever happens to ask next.
      }
    }
  }

  /** Who is asked: a view or a backend, which may be closed. */
  interface Door {

    boolean closed();

    /** Throws if it is closed. */
    void requireOpen();
  }
}
