package io.larder.cache.tiered;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.CopyStats;
import io.larder.cache.Health;
import io.larder.cache.Limits;
import io.larder.cache.StoreStats;
import io.larder.cache.StoredKey;
import io.larder.cache.Ticker;
import io.larder.cache.spi.Backend;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.View;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * A backend with copies in the memory of this JVM before it.
 *
 * <p>No copy is served that was ended, by whichever node, longer than the staleness bound ago, nor
 * one that this node itself has ended; nothing else is promised of the events of other nodes.
 * Thread-safe.
 */
public final class TieredBackend implements Backend {

  private final Backend far;
  private final Bus bus;
  private final Ticker ticker;
  private final Copies copies;
  private final CopyCounts counts = new CopyCounts();
  private final Coherence coherence;

  /**
   * Creates it and begins to listen. Until the bus has brought a heartbeat all is asked of the
   * store behind.
   *
   * @param far the store behind; closed with this one
   * @param bus brings its events; closed with this one
   * @param maxBytes the budget of the copies whose sizes are known; the others are bounded by
   *     {@link BackendContext#maxEntries}
   * @param stalenessBound for how long after a heartbeat copies count
   */
  public TieredBackend(
      Backend far, Bus bus, BackendContext context, long maxBytes, Duration stalenessBound) {
    this.far = far;
    this.bus = bus;
    this.ticker = context.ticker();
    this.copies = new Copies(context, ticker, maxBytes);
    this.coherence = new Coherence(copies, counts, ticker, stalenessBound.toNanos());
    bus.listen(coherence);
  }

  @Override
  public <V> CacheStore<V> open(View<V> view) {
    CacheStore<V> behind = far.open(view);
    return new TieredStore<>(behind, copies.open(view), this);
  }

  @Override
  public Answer invalidate(Collection<String> tags) {
    tags.forEach(Limits::checkTag);
    Answer answer = far.invalidate(tags);
    copies.memory().invalidate(tags);
    return answer;
  }

  @Override
  public Answer softPurge(Collection<String> tags) {
    tags.forEach(Limits::checkTag);
    Answer answer = far.softPurge(tags);
    copies.memory().softPurge(tags);
    return answer;
  }

  @Override
  public Answer clear() {
    Answer answer = far.clear();
    copies.clear();
    return answer;
  }

  @Override
  public Health health() {
    return far.health();
  }

  @Override
  public List<StoredKey> inspect(String pattern, int most) {
    return far.inspect(pattern, most);
  }

  @Override
  public CopyStats copyStats() {
    return counts.stats();
  }

  @Override
  public StoreStats storeStats() {
    return far.storeStats();
  }

  @Override
  public String describe() {
    return "copies in memory over " + far.describe();
  }

  CopyCounts counts() {
    return counts;
  }

  Ticker ticker() {
    return ticker;
  }

  Copies copies() {
    return copies;
  }

  Coherence coherence() {
    return coherence;
  }

  @Override
  public void close() {
    try {
      bus.close();
    } finally {
      try {
        far.close();
      } finally {
        copies.close();
      }
    }
  }
}
