package io.larder.cache.engine;

import io.larder.cache.Answer;
import io.larder.cache.Claim;
import io.larder.cache.ClaimedValue;
import io.larder.cache.LimitException;
import io.larder.cache.Terms;
import io.larder.cache.codec.CodecException;
import java.lang.System.Logger.Level;
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

  private static final System.Logger LOG = System.getLogger(Putting.class.getName());

  private final Engine<V> engine;
  private final Rules<V> rules;
  private final @Nullable Claim claim;

  /**
   * Claims a key.
   *
   * @param key as the store has it; null: nothing is stored
   */
  Putting(Engine<V> engine, Rules<V> rules, @Nullable String key) {
    this(engine, rules, key == null ? null : engine.store().claim(key));
  }

  /**
   * Takes over a claim.
   *
   * @param claim null: nothing is stored
   */
  Putting(Engine<V> engine, Rules<V> rules, @Nullable Claim claim) {
    this.engine = engine;
    this.rules = rules;
    this.claim = claim;
  }

  /**
   * Stores the value.
   *
   * @param ttl how long it is fresh unless something else was said; null: as the settings say
   * @param tags beside those of the settings
   * @param said what was said while it was computed
   */
  public Answer put(@Nullable V value, @Nullable Duration ttl, List<String> tags, Saying said) {
    if (claim == null) {
      return Answer.APPLIED;
    }
    ClaimedValue<V> claimed = claimed(claim, value, ttl, tags, said);
    if (claimed == null) {
      return engine.store().evict(claim.key()); // what was there is outdated in any case
    }
    Answer answer = engine.store().put(claim, value, claimed.terms());
    engine.hasFilled();
    return answer;
  }

  /**
   * Returns what is to be put; null: what was there is outdated, and nothing takes its place.
   *
   * @param taken the claim from before the value was computed
   */
  private @Nullable ClaimedValue<V> claimed(
      Claim taken, @Nullable V value, @Nullable Duration ttl, List<String> tags, Saying said) {
    List<String> all = new ArrayList<>(rules.tags());
    all.addAll(tags);
    all.addAll(said.tags());
    Duration fresh = said.ttl() != null ? said.ttl() : ttl;
    Terms terms =
        said.isStored() && isWanted(value, taken)
            ? rules.lifetimes().terms(value == null, fresh, all, Duration.ZERO, engine.random())
            : null;
    return terms == null || !taken.granted() ? null : new ClaimedValue<>(taken, value, terms);
  }

  /** Returns what is to be put with others; null: what was there is outdated all the same. */
  @Nullable ClaimedValue<V> claimed(@Nullable V value, @Nullable Duration ttl) {
    return claim == null ? null : claimed(claim, value, ttl, List.of(), new Saying());
  }

  private boolean isWanted(@Nullable V value, Claim claimed) {
    boolean asked = false;
    try {
      boolean wanted = rules.hooks().stores(value);
      asked = true;
      return wanted;
    } finally {
      if (!asked) {
        engine.store().evict(claimed.key()); // what was there is outdated in any case
      }
    }
  }

  /**
   * Stores the value, or leaves the key empty where it cannot be: whoever has computed it has it
   * all the same.
   */
  public void keep(@Nullable V value, @Nullable Duration ttl, List<String> tags, Saying said) {
    try {
      put(value, ttl, tags, said);
    } catch (LimitException | CodecException e) {
      LOG.log(
          Level.WARNING,
          "a value of the cache ''{0}'' is not stored: {1}",
          engine.name(),
          String.valueOf(e.getMessage()));
      if (claim != null) {
        engine.store().evict(claim.key());
      }
    }
  }

  /** Takes notice that there is no value: the key is left as it is. */
  public void abandon() {
    if (claim != null) {
      engine.abandon(claim);
    }
  }
}
