package io.larder.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/** Callers at the same time, each on a thread of its own, and what has become of each. */
final class Crowd<T> {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final long SMALL_STACK = 128 << 10;

  private final Function<Runnable, Thread> maker;
  private final List<Thread> threads = new ArrayList<>();
  private final Queue<T> values = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  Crowd() {
    this(task -> new Thread(null, task, "caller", SMALL_STACK));
  }

  Crowd(Function<Runnable, Thread> maker) {
    this.maker = maker;
  }

  /** As many callers more; each returns something. */
  Crowd<T> and(int callers, Callable<T> call) {
    List<Thread> more = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      more.add(maker.apply(() -> run(call)));
    }
    threads.addAll(more);
    more.forEach(Thread::start);
    return this;
  }

  private void run(Callable<T> call) {
    try {
      values.add(call.call());
    } catch (Throwable e) {
      failures.add(e);
    }
  }

  /** Waits until all but some, which have an answer, wait for something. */
  Crowd<T> isWaitingExceptFor(int answered) {
    await()
        .atMost(LONG)
        .until(() -> waiting() == threads.size() - answered && answers() == answered);
    return this;
  }

  Crowd<T> isWaiting() {
    return isWaitingExceptFor(0);
  }

  private long waiting() {
    return threads.stream()
        .map(Thread::getState)
        .filter(state -> state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING)
        .count();
  }

  int answers() {
    return values.size() + failures.size();
  }

  Thread thread(int number) {
    return threads.get(number);
  }

  /** Waits until all have ended. */
  Crowd<T> ends() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join(LONG.toMillis());
      assertThat(thread.isAlive()).as("a caller that waits for ever").isFalse();
    }
    return this;
  }

  List<T> values() {
    return List.copyOf(values);
  }

  List<Throwable> failures() {
    return List.copyOf(failures);
  }
}
