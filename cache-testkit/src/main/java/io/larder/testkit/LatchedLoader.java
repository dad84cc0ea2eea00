package io.larder.testkit;

import io.larder.cache.CacheLoader;
import io.larder.cache.LoadContext;
import io.larder.cache.ValueSupplier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A loader whose runs stop until the test lets them go, so that a test of what happens meanwhile
 * needs no sleeps.
 *
 * <pre>{@code
 * LatchedLoader<String> loader = new LatchedLoader<>();
 * Future<String> first = threads.submit(() -> quotes.get("ACME", loader));
 * loader.awaitRunning(1); // it is in the loader now
 * quotes.evict("ACME");
 * loader.succeed("99 EUR");
 * }</pre>
 *
 * <p>It goes wherever a cache takes a loader or a supplier; a method of a test's own calls {@link
 * #load(String)} with what stands for its key. {@link #succeed} and {@link #fail} let those go who
 * are in it at that moment; whoever comes later stops again, unless {@link #open} was said. Nobody
 * waits without bound: what takes longer than its patience, 10 s unless set, fails with a sentence.
 * A run whose thread is interrupted throws an {@link InterruptedException}. Thread-safe.
 *
 * @param <V> the type of the values
 */
public final class LatchedLoader<V>
    implements CacheLoader<V, RuntimeException>, ValueSupplier<V, RuntimeException> {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final long patience;
  private final Map<String, Integer> runs = new TreeMap<>();
  private final List<Run<V>> running = new ArrayList<>();
  private @Nullable Outcome<V> always;

  /** Creates one that is closed, and waits for 10 s at most. */
  public LatchedLoader() {
    this(Duration.ofSeconds(10));
  }

  /**
   * Creates one that is closed.
   *
   * @param patience how long at most a run waits to be let go, and a test for runs to be in it
   * @throws IllegalArgumentException if it is zero or negative
   */
  public LatchedLoader(Duration patience) {
    if (patience.isZero() || patience.isNegative()) {
      throw new IllegalArgumentException(
          "the patience is " + patience + ": it must be longer than zero, such as 10 s");
    }
    this.patience = patience.toNanos();
  }

  /** How a run ends. */
  private record Outcome<V>(@Nullable V value, @Nullable Exception failure) {}

  /** Somebody who is in it; told how to go on once. */
  private static final class Run<V> {
    private final String key;
    private @Nullable Outcome<V> outcome;

    Run(String key) {
      this.key = key;
    }
  }

  @Override
  public @Nullable V load(LoadContext<V> load) {
    return load(load.key());
  }

  /** Runs with no key: it is counted under the empty one. */
  @Override
  public @Nullable V get() {
    return load("");
  }

  /**
   * Runs: stops until the test lets it go.
   *
   * @param key what the run is counted under
   * @return what the test says
   * @throws IllegalStateException if nobody lets it go in time
   */
  public @Nullable V load(String key) {
    Outcome<V> outcome;
    lock.lock();
    try {
      runs.merge(key, 1, Integer::sum);
      changed.signalAll();
      outcome = always != null ? always : stop(new Run<>(key));
    } finally {
      lock.unlock();
    }
    if (outcome.failure() != null) {
      LatchedLoader.<RuntimeException>throwAsItIs(outcome.failure());
    }
    return outcome.value();
  }

  private Outcome<V> stop(Run<V> run) {
    running.add(run);
    changed.signalAll();
    try {
      if (await(() -> run.outcome != null)) {
        return Objects.requireNonNull(run.outcome);
      }
      return new Outcome<>(
          null,
          new IllegalStateException(
              "nobody has let the run for '"
                  + run.key
                  + "' go: call succeed(…) or fail(…) once it is in the loader; "
                  + described()));
    } catch (InterruptedException e) {
      return new Outcome<>(null, e);
    } finally {
      running.remove(run);
      changed.signalAll();
    }
  }

  /**
   * Lets all go who are in it, with this value.
   *
   * @throws IllegalStateException if nobody is in it
   */
  public void succeed(@Nullable V value) {
    let(run -> true, new Outcome<>(value, null), "nobody is");
  }

  /**
   * Lets those go who load this key, with this value.
   *
   * @throws IllegalStateException if nobody does
   */
  public void succeed(String key, @Nullable V value) {
    let(run -> run.key.equals(key), new Outcome<>(value, null), "nobody is for '" + key + "'");
  }

  /**
   * Lets all go who are in it, with an exception of any kind, thrown as it is.
   *
   * @throws IllegalStateException if nobody is in it
   */
  public void fail(Exception failure) {
    Objects.requireNonNull(failure, "failure");
    let(run -> true, new Outcome<>(null, failure), "nobody is");
  }

  /**
   * Lets those go who load this key, with an exception of any kind, thrown as it is.
   *
   * @throws IllegalStateException if nobody does
   */
  public void fail(String key, Exception failure) {
    Objects.requireNonNull(failure, "failure");
    let(run -> run.key.equals(key), new Outcome<>(null, failure), "nobody is for '" + key + "'");
  }

  /** Lets all go who are in it, and stops nobody from now on: each run has this value. */
  public void open(@Nullable V value) {
    lock.lock();
    try {
      always = new Outcome<>(value, null);
      running.forEach(run -> run.outcome = run.outcome == null ? always : run.outcome);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void let(Predicate<Run<V>> which, Outcome<V> outcome, String none) {
    lock.lock();
    try {
      List<Run<V>> chosen =
          running.stream().filter(run -> run.outcome == null).filter(which).toList();
      if (chosen.isEmpty()) {
        throw new IllegalStateException(
            none + " in the loader to be let go: awaitRunning(1) before; " + described());
      }
      chosen.forEach(run -> run.outcome = outcome);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until at least so many are in it at once.
   *
   * @throws AssertionError if they are not in time
   * @throws InterruptedException if the thread is interrupted
   */
  public void awaitRunning(int n) throws InterruptedException {
    expect(n + " to be in it at once", () -> running() >= n);
  }

  /**
   * Waits until at least so many runs have begun, ended ones included.
   *
   * @throws AssertionError if they have not in time
   * @throws InterruptedException if the thread is interrupted
   */
  public void awaitRuns(int n) throws InterruptedException {
    expect(n + " runs", () -> runs() >= n);
  }

  private void expect(String what, BooleanSupplier condition) throws InterruptedException {
    lock.lock();
    try {
      if (!await(condition)) {
        throw new AssertionError("waited for " + what + ", in vain: " + described());
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean await(BooleanSupplier condition) throws InterruptedException {
    long left = patience;
    while (!condition.getAsBoolean()) {
      if (left <= 0) {
        return false;
      }
      left = changed.awaitNanos(left);
    }
    return true;
  }

  /** Returns how many are in it at this moment, and were not let go yet. */
  public int running() {
    lock.lock();
    try {
      return (int) running.stream().filter(run -> run.outcome == null).count();
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many runs have begun. */
  public int runs() {
    lock.lock();
    try {
      return runs.values().stream().mapToInt(Integer::intValue).sum();
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many runs for this key have begun. */
  public int runs(String key) {
    lock.lock();
    try {
      return runs.getOrDefault(key, 0);
    } finally {
      lock.unlock();
    }
  }

  private String described() {
    long millis = TimeUnit.NANOSECONDS.toMillis(patience);
    return running() + " in it, runs so far " + runs + ", patience " + millis + " ms";
  }

  @SuppressWarnings("unchecked") // nothing is cast: a checked one of a method passes through
  private static <X extends Exception> void throwAsItIs(Exception failure) throws X {
    throw (X) failure;
  }

  @Override
  public String toString() {
    lock.lock();
    try {
      return "LatchedLoader[" + described() + "]";
    } finally {
      lock.unlock();
    }
  }
}
