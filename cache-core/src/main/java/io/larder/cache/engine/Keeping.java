package io.larder.cache.engine;

import io.larder.cache.Claim;
import io.larder.cache.ClaimedValue;
import io.larder.cache.FillResult;
import io.larder.cache.Filled;
import io.larder.cache.LimitException;
import io.larder.cache.Terms;
import io.larder.cache.codec.CodecException;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * What is to become of a value that a load has computed: stored, or not and why. A store that fails
 * is no failure of the load: nothing is thrown.
 *
 * @param value to be stored; null: there is nothing to store
 * @param refusal why there is nothing; null: there is something
 * @param nanos how long the load has taken
 */
record Keeping<V>(
    Engine<V> engine,
    Asked asked,
    @Nullable ClaimedValue<V> value,
    @Nullable String refusal,
    long nanos) {

  private static final System.Logger LOG = System.getLogger(Keeping.class.getName());

  /**
   * Judges a value.
   *
   * @param claim the claim from before the load
   * @param terms how long; null: it is a {@code null} that is not stored
   * @param keeps whether its loader wants it stored
   * @param nanos how long the load has taken
   */
  static <V> Keeping<V> of(
      Engine<V> engine,
      Rules<V> rules,
      Asked asked,
      Claim claim,
      @Nullable V value,
      @Nullable Terms terms,
      boolean keeps,
      long nanos) {
    String refusal = null;
    if (!keeps) {
      refusal = "do-not-store";
    } else if (terms == null) {
      refusal = "null";
    } else if (!rules.hooks().stores(value)) {
      refusal = "store-when";
    } else if (!claim.granted()) {
      refusal = "store-unavailable";
    }
    return refusal == null && terms != null
        ? new Keeping<>(engine, asked, new ClaimedValue<>(claim, value, terms), null, nanos)
        : new Keeping<>(engine, asked, null, refusal, nanos);
  }

  /** Stores it by itself, if there is something to store. */
  @Nullable Filled fill() {
    if (value == null) {
      return null;
    }
    try {
      return Filled.of(engine.store().fill(value.claim(), value.value(), value.terms()));
    } catch (RuntimeException e) {
      return Filled.refused(e);
    }
  }

  /**
   * Tells what has become of it.
   *
   * @param filled what came of storing it; null: there was nothing to store
   * @return whether it lies in the store
   */
  boolean told(@Nullable Filled filled) {
    String why = filled == null ? refusal : reason(filled);
    if (why != null) {
      engine.recorder().refused(asked.key(), why, nanos);
      return false;
    }
    engine.hasFilled();
    engine.recorder().stored(asked.key(), 0, nanos);
    return true;
  }

  private @Nullable String reason(Filled filled) {
    RuntimeException e = filled.refusal();
    if (e instanceof LimitException) {
      LOG.log(Level.WARNING, "a value of the cache ''{0}'' is not stored: {1}", name(), message(e));
      return "limit";
    } else if (e instanceof CodecException) {
      LOG.log(Level.WARNING, "a value of the cache ''{0}'' is not stored: {1}", name(), message(e));
      return "codec";
    } else if (e instanceof IllegalStateException) {
      return "closed"; // while the load was running
    } else if (e != null) {
      throw e;
    }
    return filled.result() == FillResult.STORED
        ? null
        : filled.result() == FillResult.REFUSED ? "outrun" : "store-unavailable";
  }

  private String name() {
    return engine.name();
  }

  private static String message(RuntimeException e) {
    return String.valueOf(e.getMessage());
  }
}
