package io.larder.cache.engine;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.Lookup;
import io.larder.cache.Terms;
import io.larder.cache.Unavailable;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A store each step of which can be out of reach, or refuse because it is closed. Invalidations
 * that find it out of reach are deferred, and made up for before the next look-up that finds it.
 */
final class Faults implements WrappedBackend.Wrapper {

  /** What a store is asked. */
  enum Step {
    FIND,
    CLAIM,
    FILL,
    ABANDON,
    EVENT
  }

  /** An invalidation. */
  private interface Event {
    Answer happen();
  }

  private final Set<Step> out = ConcurrentHashMap.newKeySet();
  private final ConcurrentMap<Step, AtomicInteger> asked = new ConcurrentHashMap<>();
  private final Queue<Runnable> deferred = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;
  private volatile Runnable afterFind = () -> {};

  void outOfReach(Step... steps) {
    out.addAll(Set.of(steps));
  }

  void outOfReach() {
    out.addAll(EnumSet.allOf(Step.class));
  }

  void isBack() {
    out.clear();
  }

  void isClosed() {
    closed = true;
  }

  /** Does something between a look-up and what its caller makes of it. */
  void afterFind(Runnable task) {
    afterFind = task;
  }

  int asked(Step step) {
    AtomicInteger times = asked.get(step);
    return times == null ? 0 : times.get();
  }

  @Override
  public <V> CacheStore<V> around(CacheStore<V> store) {
    return new Faulty<>(store);
  }

  /** Whether the step goes through. */
  private boolean take(Step step) {
    if (closed) {
      throw new IllegalStateException("the view is closed");
    }
    asked.computeIfAbsent(step, each -> new AtomicInteger()).incrementAndGet();
    if (out.contains(step)) {
      return false;
    }
    if (step != Step.EVENT) {
      for (Runnable next = deferred.poll(); next != null; next = deferred.poll()) {
        next.run();
      }
    }
    return true;
  }

  private Answer event(Event event) {
    if (take(Step.EVENT)) {
      return event.happen();
    }
    deferred.add(event::happen);
    return Answer.DEFERRED;
  }

  private final class Faulty<V> extends ForwardingStore<V> {

    Faulty(CacheStore<V> store) {
      super(store);
    }

    @Override
    public Lookup<V> find(String key) {
      if (!take(Step.FIND)) {
        return new Unavailable<>("out of reach");
      }
      Lookup<V> found = super.find(key);
      afterFind.run();
      return found;
    }

    @Override
    public Claim claim(String key) {
      return take(Step.CLAIM) ? super.claim(key) : Claim.refused(key);
    }

    @Override
    public FillResult fill(Claim claim, @Nullable V value, Terms terms) {
      return take(Step.FILL) ? super.fill(claim, value, terms) : FillResult.UNAVAILABLE;
    }

    @Override
    public void abandon(Claim claim) {
      if (take(Step.ABANDON)) {
        super.abandon(claim);
      }
    }

    @Override
    public Answer put(Claim claim, @Nullable V value, Terms terms) {
      return event(() -> super.put(claim, value, terms));
    }

    @Override
    public Answer evict(String key) {
      return event(() -> super.evict(key));
    }

    @Override
    public Answer evictAll(Collection<String> keys) {
      return event(() -> super.evictAll(keys));
    }

    @Override
    public Answer invalidate(Collection<String> tags) {
      return event(() -> super.invalidate(tags));
    }

    @Override
    public Answer softPurge(String key) {
      return event(() -> super.softPurge(key));
    }

    @Override
    public Answer clear() {
      return event(super::clear);
    }
  }
}
