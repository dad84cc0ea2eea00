package io.larder.cache.engine;

import io.larder.cache.Cache;
import io.larder.cache.CacheBuilder;
import io.larder.cache.CacheStats;
import io.larder.cache.Larder;
import io.larder.cache.LarderBuilder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** A Larder in memory with a clock that is moved by hand, and refreshes that run when told. */
final class Kitchen implements AutoCloseable {

  private final AtomicLong nanos = new AtomicLong();
  private final Deque<Runnable> refreshes = new ArrayDeque<>();
  private boolean full;
  final Larder larder;

  Kitchen() {
    this(builder -> builder);
  }

  Kitchen(UnaryOperator<LarderBuilder> more) {
    larder = more.apply(Larder.builder().ticker(nanos::get).executor(this::execute)).build();
  }

  private synchronized void execute(Runnable task) {
    if (full) {
      throw new RejectedExecutionException("full");
    }
    refreshes.add(task);
  }

  /** A cache of texts that are fresh for ten seconds, without chance. */
  CacheBuilder<String> texts() {
    return larder.cacheBuilder("texts", String.class).ttl(Duration.ofSeconds(10)).jitter(0);
  }

  void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  synchronized void hasNoThreads() {
    full = true;
  }

  /** Runs the refreshes that were begun so far, and returns their number. */
  int refresh() {
    int run = 0;
    for (Runnable next = next(); next != null; next = next()) {
      next.run();
      run++;
    }
    return run;
  }

  private synchronized Runnable next() {
    return refreshes.poll();
  }

  CacheStats stats(Cache<?> cache) {
    return larder.stats(cache.name());
  }

  @Override
  public void close() {
    larder.close();
  }
}
