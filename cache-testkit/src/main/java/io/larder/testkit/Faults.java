package io.larder.testkit;

import io.larder.testkit.Fault.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * What a test holds to have stores go wrong on demand: those of a {@link FaultyBackend}, or single
 * {@link FaultyStore}s.
 *
 * <pre>{@code
 * faults.fail();                              // everything, until it is mended
 * faults.fail(FIND, CLAIM);                   // look-ups and claims only
 * faults.next(2).delay(ofMillis(300), FIND);  // the next two look-ups
 * faults.hang(FILL);                          // until release() or mend()
 * faults.lose(EVICT);                         // evicts answer APPLIED, and nothing happens
 * faults.mend();
 * }</pre>
 *
 * <p>No operation named means all of them. Faults add up: a call that meets several waits first,
 * for delays and hangs, and then fails, or is lost. Thread-safe; what is set holds for every call
 * that begins afterwards.
 */
public final class Faults {

  private static final Set<StoreOperation> INVALIDATIONS = invalidations();

  /** What a call is to do, after it has waited. */
  enum Verdict {
    GO_ON,
    FAIL,
    LOSE
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Fault> faults = new ArrayList<>();
  private final Times always = new Times(Fault.ENDLESS);
  private long releases;
  private int hanging;

  /** Creates a handle with which nothing is wrong yet. */
  public Faults() {}

  private static Set<StoreOperation> invalidations() {
    EnumSet<StoreOperation> all = EnumSet.allOf(StoreOperation.class);
    all.removeIf(operation -> !operation.invalidates());
    return Collections.unmodifiableSet(all);
  }

  /**
   * Has operations fail as they do when a server is out of reach: look-ups answer Unavailable,
   * claims are not granted, fills are UNAVAILABLE, and what ends entries is DEFERRED: it is done
   * before the next operation that does not fail.
   */
  public void fail(StoreOperation... operations) {
    always.fail(operations);
  }

  /**
   * Has operations take longer.
   *
   * @param time how much longer, by the JVM's own time
   * @throws IllegalArgumentException if it is zero or negative
   */
  public void delay(Duration time, StoreOperation... operations) {
    always.delay(time, operations);
  }

  /**
   * Has operations hang until {@link #release()} or {@link #mend()}, until their store is closed,
   * or until the thread is interrupted: then the operation fails, and the thread stays interrupted.
   */
  public void hang(StoreOperation... operations) {
    always.hang(operations);
  }

  /**
   * Has what ends entries answer APPLIED although nothing happens, as no store may: for a test that
   * wants to see how long its code goes on with an outdated value then.
   *
   * @throws IllegalArgumentException if one of the operations ends nothing
   */
  public void lose(StoreOperation... operations) {
    always.lose(operations);
  }

  /**
   * Returns the same faults for the next so many calls of the operations that are named then,
   * counted together.
   *
   * @throws IllegalArgumentException if {@code calls} is below 1
   */
  public Times next(int calls) {
    if (calls < 1) {
      throw new IllegalArgumentException("the next " + calls + " calls: it must be at least 1");
    }
    return new Times(calls);
  }

  /** Lets everybody go on who hangs or is delayed; from now on nothing hangs. */
  public void release() {
    change(() -> faults.removeIf(fault -> fault.kind() == Kind.HANG), true);
  }

  /** Ends every fault, and lets everybody go on who hangs or is delayed. */
  public void mend() {
    change(faults::clear, true);
  }

  /** Returns how many calls hang at this moment. */
  public int hanging() {
    lock.lock();
    try {
      return hanging;
    } finally {
      lock.unlock();
    }
  }

  /** Has whoever waits look again whether their store is closed. */
  void wake() {
    change(() -> {}, false);
  }

  private void change(Runnable change, boolean releasing) {
    lock.lock();
    try {
      change.run();
      releases += releasing ? 1 : 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for as long as this call's faults say, and returns what is to become of it. */
  Verdict meet(StoreOperation operation, BooleanSupplier closed) {
    lock.lock();
    try {
      List<Fault> met = faults.stream().filter(fault -> fault.meets(operation)).toList();
      faults.removeIf(Fault::isOver);
      long release = releases; // one release ends all that this call has to wait for
      for (Fault fault : met) {
        sit(fault, release, closed);
      }
      boolean failing = has(met, Kind.FAIL);
      return failing ? Verdict.FAIL : has(met, Kind.LOSE) ? Verdict.LOSE : Verdict.GO_ON;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Verdict.FAIL;
    } finally {
      lock.unlock();
    }
  }

  private static boolean has(List<Fault> met, Kind kind) {
    return met.stream().anyMatch(fault -> fault.kind() == kind);
  }

  private void sit(Fault fault, long release, BooleanSupplier closed) throws InterruptedException {
    if (fault.kind() == Kind.HANG) {
      hanging++;
      try {
        while (releases == release && !closed.getAsBoolean()) {
          changed.await();
        }
      } finally {
        hanging--;
      }
    } else if (fault.kind() == Kind.DELAY) {
      long left = fault.delay().toNanos();
      while (left > 0 && releases == release && !closed.getAsBoolean()) {
        left = changed.awaitNanos(left);
      }
    }
  }

  /** The faults for a number of calls; see the methods of {@link Faults}. Thread-safe. */
  public final class Times {

    private final long calls;

    private Times(long calls) {
      this.calls = calls;
    }

    /** See {@link Faults#fail}. */
    public void fail(StoreOperation... operations) {
      add(Kind.FAIL, of(operations), Duration.ZERO);
    }

    /**
     * See {@link Faults#delay}.
     *
     * @throws IllegalArgumentException if {@code time} is zero or negative
     */
    public void delay(Duration time, StoreOperation... operations) {
      if (time.isZero() || time.isNegative()) {
        throw new IllegalArgumentException(
            "the delay is " + time + ": it must be longer than zero; mend() ends one");
      }
      add(Kind.DELAY, of(operations), time);
    }

    /** See {@link Faults#hang}. */
    public void hang(StoreOperation... operations) {
      add(Kind.HANG, of(operations), Duration.ZERO);
    }

    /**
     * See {@link Faults#lose}.
     *
     * @throws IllegalArgumentException if one of the operations ends nothing
     */
    public void lose(StoreOperation... operations) {
      for (StoreOperation operation : operations) {
        if (!operation.invalidates()) {
          throw new IllegalArgumentException(
              operation + " ends nothing that could be lost: choose from " + INVALIDATIONS);
        }
      }
      add(Kind.LOSE, operations.length == 0 ? INVALIDATIONS : of(operations), Duration.ZERO);
    }

    private Set<StoreOperation> of(StoreOperation... operations) {
      return operations.length == 0
          ? EnumSet.allOf(StoreOperation.class)
          : EnumSet.copyOf(List.of(operations));
    }

    private void add(Kind kind, Set<StoreOperation> operations, Duration delay) {
      change(() -> faults.add(new Fault(kind, operations, delay, calls)), false);
    }
  }
}
