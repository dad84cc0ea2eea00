package io.larder.testkit;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.CopyStats;
import io.larder.cache.Health;
import io.larder.cache.StoreStats;
import io.larder.cache.StoredKey;
import io.larder.cache.spi.Backend;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.View;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * A backend all of whose views go wrong on demand, in front of one that works.
 *
 * <pre>{@code
 * Faults faults = new Faults();
 * Larder larder = Larder.builder().backend(FaultyBackend.over(MapBackend::new, faults)).build();
 * faults.fail(StoreOperation.FIND);
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class FaultyBackend implements Backend {

  private final Backend backend;
  private final FaultyGate gate;
  private final FaultyGate.Door door = new Door();
  private volatile boolean closed;

  private FaultyBackend(Backend backend, Faults faults) {
    this.backend = backend;
    this.gate = new FaultyGate(faults);
  }

  /**
   * Returns what opens a faulty backend, for {@link io.larder.cache.LarderBuilder#backend}.
   *
   * @param opening opens the one that works, such as {@code MapBackend::new} or {@code
   *     RedisBackend.over(jedis)}
   * @param faults what the test holds; several backends may share it
   */
  public static Function<BackendContext, Backend> over(
      Function<BackendContext, ? extends Backend> opening, Faults faults) {
    Objects.requireNonNull(opening, "opening");
    Objects.requireNonNull(faults, "faults");
    return context -> new FaultyBackend(opening.apply(context), faults);
  }

  private final class Door implements FaultyGate.Door {

    @Override
    public boolean closed() {
      return closed;
    }

    @Override
    public void requireOpen() {
      if (closed) {
        throw new IllegalStateException("the store is closed: " + describe());
      }
    }
  }

  @Override
  public <V> CacheStore<V> open(View<V> view) {
    return new FaultyStore<>(backend.open(view), gate);
  }

  @Override
  public Answer invalidate(Collection<String> tags) {
    List<String> all = List.copyOf(tags);
    return gate.end(StoreOperation.INVALIDATE, door, () -> backend.invalidate(all));
  }

  @Override
  public Answer softPurge(Collection<String> tags) {
    List<String> all = List.copyOf(tags);
    return gate.end(StoreOperation.SOFT_PURGE, door, () -> backend.softPurge(all));
  }

  @Override
  public Answer clear() {
    return gate.end(StoreOperation.CLEAR, door, backend::clear);
  }

  @Override
  public CopyStats copyStats() {
    return backend.copyStats();
  }

  @Override
  public StoreStats storeStats() {
    return backend.storeStats();
  }

  @Override
  public Health health() {
    return gate.ask(
        StoreOperation.HEALTH, door, backend::health, () -> new Health(false, FaultyGate.REASON));
  }

  @Override
  public List<StoredKey> inspect(String pattern, int most) {
    return gate.ask(
        StoreOperation.INSPECT,
        door,
        () -> backend.inspect(pattern, most),
        () -> {
          throw new IllegalStateException("the store cannot be reached: " + FaultyGate.REASON);
        });
  }

  @Override
  public String describe() {
    return "faults on demand over " + backend.describe();
  }

  /** Closes the backend behind it too. Who hangs is told that it is closed. */
  @Override
  public void close() {
    closed = true;
    gate.wake();
    backend.close();
  }
}
