package io.larder.servlet;

import io.larder.cache.Larder;
import java.time.InstantSource;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Shadow} of an engine, which is made for the first request under a rule that only tells
 * what it would do. Thread-safe.
 */
final class LazyShadow implements AutoCloseable {

  private final Larder larder;
  private final Servlets servlets;
  private final InstantSource clock;
  private final InFlight inFlight;
  private volatile @Nullable Shadow made;
  private boolean closed;

  LazyShadow(Larder larder, Servlets servlets, InstantSource clock, InFlight inFlight) {
    this.larder = larder;
    this.servlets = servlets;
    this.clock = clock;
    this.inFlight = inFlight;
  }

  Shadow get() {
    Shadow there = made;
    return there == null ? make() : there;
  }

  private synchronized Shadow make() {
    Shadow there = made;
    if (there == null) {
      there = new Shadow(larder, servlets, clock, inFlight);
      if (closed) {
        there.close(); // for a request that has outlived its filter
      }
      made = there;
    }
    return there;
  }

  /** Ends what would be stored under these keys. */
  synchronized void evictAll(Collection<String> keys) {
    if (made != null) {
      made.evictAll(keys);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (made != null) {
      made.close();
    }
  }
}
