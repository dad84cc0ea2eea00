package io.larder.cache.engine;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.Terms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value that is being computed to be put: claimed before that, so that whatever happens to the
 * key meanwhile wins. For one thread at a time.
 *
 * @param <V> the type of the value
 */
public final class Putting<V> {

  private final Engine<V> engine;
  private final Rules<V> rules;
  private final @Nullable Claim claim;

  /**
   * Claims a key.
   *
   * @param key as the store has it; null: nothing is stored
   */
  Putting(Engine<V> engine, Rules<V> rules, @Nullable String key) {
    this.engine = engine;
    this.rules = rules;
    this.claim = key == null ? null : engine.store().claim(key);
  }

  /**
   * Stores the value.
   *
   * @param ttl how long it is fresh; null: as the settings say
   * @param tags beside those of the settings
   */
  public Answer put(@Nullable V value, @Nullable Duration ttl, List<String> tags) {
    if (claim == null) {
      return Answer.APPLIED;
    }
    CacheStore<V> store = engine.store();
    List<String> all = new ArrayList<>(rules.tags());
    all.addAll(tags);
    Terms terms =
        rules.hooks().stores(value)
            ? rules.lifetimes().terms(value == null, ttl, all, Duration.ZERO, engine.random())
            : null;
    if (terms == null || !claim.granted()) {
      return store.evict(claim.key()); // what was there is outdated in any case
    }
    Answer answer = store.put(claim, value, terms);
    engine.hasFilled();
    return answer;
  }

  /** Takes notice that there is no value: the key is left as it is. */
  public void abandon() {
    if (claim != null) {
      engine.abandon(claim);
    }
  }
}
