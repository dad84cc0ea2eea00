package io.larder.testkit;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.ClaimedValue;
import io.larder.cache.FillResult;
import io.larder.cache.Filled;
import io.larder.cache.Lookup;
import io.larder.cache.Terms;
import io.larder.cache.Unavailable;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A store that goes wrong on demand, in front of one that works: see {@link Faults}. For all views
 * of a Larder at once, see {@link FaultyBackend}.
 *
 * <p>With nothing wrong it does what the store behind it does. Thread-safe.
 *
 * @param <V> the type of the values
 */
public final class FaultyStore<V> implements CacheStore<V> {

  private final CacheStore<V> store;
  private final FaultyGate gate;
  private final FaultyGate.Door door = new Door();
  private volatile boolean closed;

  /** Creates a store in front of this one, which it closes when it is closed. */
  public FaultyStore(CacheStore<V> store, Faults faults) {
    this(store, new FaultyGate(Objects.requireNonNull(faults, "faults")));
  }

  /** Creates a store that shares its gate with the other views of a backend. */
  FaultyStore(CacheStore<V> store, FaultyGate gate) {
    this.store = Objects.requireNonNull(store, "store");
    this.gate = gate;
  }

  private final class Door implements FaultyGate.Door {

    @Override
    public boolean closed() {
      return closed;
    }

    @Override
    public void requireOpen() {
      if (closed) {
        throw new IllegalStateException("the view '" + name() + "' is closed");
      }
    }
  }

  @Override
  public String name() {
    return store.name();
  }

  @Override
  public Lookup<V> find(String key) {
    return gate.<Lookup<V>>ask(
        StoreOperation.FIND, door, () -> store.find(key), FaultyStore::unavailable);
  }

  @Override
  public Map<String, Lookup<V>> findAll(Collection<String> keys) {
    return gate.<Map<String, Lookup<V>>>ask(
        StoreOperation.FIND, door, () -> store.findAll(keys), () -> noneOf(keys));
  }

  private static <V> Map<String, Lookup<V>> noneOf(Collection<String> keys) {
    Map<String, Lookup<V>> answers = new LinkedHashMap<>();
    keys.forEach(key -> answers.put(key, unavailable()));
    return answers;
  }

  private static <V> Unavailable<V> unavailable() {
    return new Unavailable<>(FaultyGate.REASON);
  }

  @Override
  public Claim claim(String key) {
    return gate.ask(StoreOperation.CLAIM, door, () -> store.claim(key), () -> Claim.refused(key));
  }

  @Override
  public Map<String, Claim> claimAll(Collection<String> keys) {
    return gate.ask(StoreOperation.CLAIM, door, () -> store.claimAll(keys), () -> refusedOf(keys));
  }

  private static Map<String, Claim> refusedOf(Collection<String> keys) {
    Map<String, Claim> refused = new LinkedHashMap<>();
    keys.forEach(key -> refused.put(key, Claim.refused(key)));
    return refused;
  }

  @Override
  public FillResult fill(Claim claim, @Nullable V value, Terms terms) {
    return gate.ask(
        StoreOperation.FILL,
        door,
        () -> store.fill(claim, value, terms),
        () -> FillResult.UNAVAILABLE);
  }

  @Override
  public List<Filled> fillAll(List<ClaimedValue<V>> values) {
    return gate.ask(
        StoreOperation.FILL,
        door,
        () -> store.fillAll(values),
        () -> Collections.nCopies(values.size(), Filled.of(FillResult.UNAVAILABLE)));
  }

  @Override
  public void abandon(Claim claim) {
    gate.ask(
        StoreOperation.ABANDON,
        door,
        () -> {
          store.abandon(claim);
          return claim;
        },
        () -> claim);
  }

  @Override
  public void abandonAll(Collection<Claim> claims) {
    gate.ask(
        StoreOperation.ABANDON,
        door,
        () -> {
          store.abandonAll(claims);
          return claims;
        },
        () -> claims);
  }

  /**
   * A put that fails is replayed as an evict: nobody knows then whether its value is the newest.
   */
  @Override
  public Answer put(Claim claim, @Nullable V value, Terms terms) {
    return gate.end(
        StoreOperation.PUT,
        door,
        () -> store.put(claim, value, terms),
        () -> store.evict(claim.key()));
  }

  /** Puts that fail are replayed as evicts, as a single one is. */
  @Override
  public Answer putAll(List<ClaimedValue<V>> values) {
    List<String> keys = values.stream().map(each -> each.claim().key()).toList();
    return gate.end(
        StoreOperation.PUT, door, () -> store.putAll(values), () -> store.evictAll(keys));
  }

  @Override
  public Answer evict(String key) {
    return gate.end(StoreOperation.EVICT, door, () -> store.evict(key));
  }

  @Override
  public Answer evictAll(Collection<String> keys) {
    List<String> all = List.copyOf(keys);
    return gate.end(StoreOperation.EVICT, door, () -> store.evictAll(all));
  }

  @Override
  public Answer invalidate(Collection<String> tags) {
    List<String> all = List.copyOf(tags);
    return gate.end(StoreOperation.INVALIDATE, door, () -> store.invalidate(all));
  }

  @Override
  public Answer softPurge(String key) {
    return gate.end(StoreOperation.SOFT_PURGE, door, () -> store.softPurge(key));
  }

  @Override
  public Answer clear() {
    return gate.end(StoreOperation.CLEAR, door, store::clear);
  }

  /** Closes the store behind it too. Who hangs is told that the view is closed. */
  @Override
  public void close() {
    closed = true;
    gate.wake();
    store.close();
  }
}
