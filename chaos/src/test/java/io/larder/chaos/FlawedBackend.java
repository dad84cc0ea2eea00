package io.larder.chaos;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.ClaimedValue;
import io.larder.cache.CopyStats;
import io.larder.cache.FillResult;
import io.larder.cache.Filled;
import io.larder.cache.Health;
import io.larder.cache.Lookup;
import io.larder.cache.StoreStats;
import io.larder.cache.StoredKey;
import io.larder.cache.Terms;
import io.larder.cache.spi.Backend;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.View;
import io.larder.redis.RedisReplay;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store which has at each moment the flaw that it is told to have; those of copies are the {@link
 * FlawedBus}'s, and those of the clock the {@link Scripts}'.
 */
record FlawedBackend(Backend sound, Supplier<Flaw> flaw) implements Backend {

  /** Returns what opens one over a sound one. */
  static Function<BackendContext, Backend> over(
      Function<BackendContext, Backend> sound, Supplier<Flaw> flaw) {
    return context -> new FlawedBackend(sound.apply(context), flaw);
  }

  @Override
  public <V> CacheStore<V> open(View<V> view) {
    return new FlawedStore<>(sound.open(view), this);
  }

  @Override
  public Answer invalidate(Collection<String> tags) {
    return ended(Flaw.INVALIDATE_NOTHING, () -> sound.invalidate(tags));
  }

  @Override
  public Answer softPurge(Collection<String> tags) {
    return sound.softPurge(tags);
  }

  @Override
  public Answer clear() {
    return ended(Flaw.CLEAR_NOTHING, sound::clear);
  }

  @Override
  public Health health() {
    return sound.health();
  }

  @Override
  public List<StoredKey> inspect(String pattern, int most) {
    return sound.inspect(pattern, most);
  }

  @Override
  public CopyStats copyStats() {
    return sound.copyStats();
  }

  @Override
  public StoreStats storeStats() {
    return sound.storeStats();
  }

  @Override
  public String describe() {
    return flaw.get() + " " + sound.describe();
  }

  @Override
  public void close() {
    sound.close();
  }

  private boolean has(Flaw which) {
    return flaw.get() == which;
  }

  private Answer ended(Flaw ofThis, Supplier<Answer> soundly) {
    if (has(Flaw.DEFER_AND_FORGET) || (has(Flaw.NO_REPLAY) && !health().reachable())) {
      return Answer.DEFERRED;
    }
    Answer answer = has(ofThis) ? Answer.APPLIED : soundly.get();
    if (has(Flaw.FLOOR_STAYS_NO_REPLAY)) {
      RedisReplay.forget(sound);
    }
    return answer;
  }

  private record FlawedStore<V>(CacheStore<V> sound, FlawedBackend backend)
      implements CacheStore<V> {

    @Override
    public String name() {
      return sound.name();
    }

    @Override
    public Lookup<V> find(String key) {
      return sound.find(key);
    }

    @Override
    public Map<String, Lookup<V>> findAll(Collection<String> keys) {
      return sound.findAll(keys);
    }

    @Override
    public Claim claim(String key) {
      return sound.claim(key);
    }

    @Override
    public Map<String, Claim> claimAll(Collection<String> keys) {
      return sound.claimAll(keys);
    }

    @Override
    public FillResult fill(Claim claim, @Nullable V value, Terms terms) {
      return backend.has(Flaw.FILL_UNFENCED)
          ? sound.fill(sound.claim(claim.key()), value, terms)
          : sound.fill(claim, value, terms);
    }

    @Override
    public List<Filled> fillAll(List<ClaimedValue<V>> values) {
      return backend.has(Flaw.FILL_UNFENCED)
          ? CacheStore.super.fillAll(values)
          : sound.fillAll(values);
    }

    @Override
    public void abandonAll(Collection<Claim> claims) {
      sound.abandonAll(claims);
    }

    @Override
    public void abandon(Claim claim) {
      sound.abandon(claim);
    }

    @Override
    public Answer put(Claim claim, @Nullable V value, Terms terms) {
      return backend.ended(Flaw.PUT_NOTHING, () -> sound.put(claim, value, terms));
    }

    @Override
    public Answer putAll(List<ClaimedValue<V>> values) {
      return backend.ended(Flaw.PUT_NOTHING, () -> sound.putAll(values));
    }

    @Override
    public Answer evict(String key) {
      return backend.ended(Flaw.EVICT_NOTHING, () -> sound.evict(key));
    }

    @Override
    public Answer evictAll(Collection<String> keys) {
      return backend.ended(Flaw.EVICT_NOTHING, () -> sound.evictAll(keys));
    }

    @Override
    public Answer invalidate(Collection<String> tags) {
      return backend.ended(Flaw.INVALIDATE_NOTHING, () -> sound.invalidate(tags));
    }

    @Override
    public Answer softPurge(String key) {
      return sound.softPurge(key);
    }

    @Override
    public Answer clear() {
      return backend.ended(Flaw.CLEAR_NOTHING, sound::clear);
    }

    @Override
    public void close() {
      sound.close();
    }
  }
}
