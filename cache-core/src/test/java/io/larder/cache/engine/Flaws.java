package io.larder.cache.engine;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.Lookup;
import io.larder.cache.Miss;
import io.larder.cache.Terms;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** A store with one of its rules taken out: what the check of histories has to notice. */
record Flaws(Flaw flaw) implements WrappedBackend.Wrapper {

  /** What is broken. */
  enum Flaw {
    /** Nothing. */
    NONE,
    /** A fill lands whatever has happened since its claim. */
    FILL_UNFENCED,
    /** A look-up does not tell how far the clock has come, so that any load will do. */
    LOOK_UP_UNSTAMPED,
    /** A put is stored though something has happened since its claim. */
    PUT_UNFENCED,
    /** A put leaves what is there. */
    PUT_NOTHING,
    /** An evict leaves what is there. */
    EVICT_NOTHING,
    /** An invalidation ends nothing. */
    INVALIDATE_NOTHING,
    /** A clear ends nothing. */
    CLEAR_NOTHING
  }

  @Override
  public <V> CacheStore<V> around(CacheStore<V> store) {
    return new Flawed<>(store, flaw);
  }

  private static final class Flawed<V> extends ForwardingStore<V> {

    private final Flaw flaw;

    Flawed(CacheStore<V> store, Flaw flaw) {
      super(store);
      this.flaw = flaw;
    }

    @Override
    public Lookup<V> find(String key) {
      Lookup<V> found = super.find(key);
      boolean unstamped = flaw == Flaw.LOOK_UP_UNSTAMPED && found instanceof Miss<V>;
      return unstamped ? new Miss<>(Engine.STAMP_WITHOUT_STORE) : found;
    }

    @Override
    public FillResult fill(Claim claim, @Nullable V value, Terms terms) {
      return super.fill(flaw == Flaw.FILL_UNFENCED ? again(claim) : claim, value, terms);
    }

    @Override
    public Answer put(Claim claim, @Nullable V value, Terms terms) {
      return flaw == Flaw.PUT_NOTHING
          ? Answer.APPLIED
          : super.put(flaw == Flaw.PUT_UNFENCED ? again(claim) : claim, value, terms);
    }

    /** A claim of what lies there by now. */
    private Claim again(Claim claim) {
      return store.claim(claim.key());
    }

    @Override
    public Answer evict(String key) {
      return flaw == Flaw.EVICT_NOTHING ? Answer.APPLIED : super.evict(key);
    }

    @Override
    public Answer invalidate(Collection<String> tags) {
      return flaw == Flaw.INVALIDATE_NOTHING ? Answer.APPLIED : super.invalidate(tags);
    }

    @Override
    public Answer clear() {
      return flaw == Flaw.CLEAR_NOTHING ? Answer.APPLIED : super.clear();
    }
  }
}
