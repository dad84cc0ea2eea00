package io.larder.cache.engine;

import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.LimitException;
import io.larder.cache.Terms;
import io.larder.cache.codec.CodecException;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * Stores what a load has computed, or tells why not. A store that fails is no failure of the load:
 * nothing is thrown.
 *
 * @param claim the claim from before the load
 */
record Keeping<V>(Engine<V> engine, Rules<V> rules, Asked asked, Claim claim) {

  private static final System.Logger LOG = System.getLogger(Keeping.class.getName());

  /**
   * Stores a value.
   *
   * @param terms how long; null: it is a {@code null} that is not stored
   * @param keeps whether its loader wants it stored
   * @param nanos how long the load has taken
   * @return whether it lies in the store
   */
  boolean keep(@Nullable V value, @Nullable Terms terms, boolean keeps, long nanos) {
    String refusal = keeps ? refusal(value, terms) : "do-not-store";
    if (refusal == null && terms != null) {
      refusal = fill(value, terms);
    } else if (claim.granted()) {
      engine.abandon(claim);
    }
    if (refusal != null) {
      engine.recorder().refused(asked.key(), refusal, nanos);
      return false;
    }
    engine.hasFilled();
    engine.recorder().stored(asked.key(), 0, nanos);
    return true;
  }

  private @Nullable String refusal(@Nullable V value, @Nullable Terms terms) {
    if (terms == null) {
      return "null";
    }
    return rules.hooks().stores(value) ? null : "store-when";
  }

  private @Nullable String fill(@Nullable V value, Terms terms) {
    if (!claim.granted()) {
      return "store-unavailable";
    }
    try {
      FillResult result = engine.store().fill(claim, value, terms);
      return switch (result) {
        case STORED -> null;
        case REFUSED -> "outrun";
        case UNAVAILABLE -> "store-unavailable";
      };
    } catch (LimitException e) {
      LOG.log(Level.WARNING, "a value of the cache ''{0}'' is not stored: {1}", name(), message(e));
      return "limit";
    } catch (CodecException e) {
      LOG.log(Level.WARNING, "a value of the cache ''{0}'' is not stored: {1}", name(), message(e));
      return "codec";
    } catch (IllegalStateException e) {
      return "closed"; // while the load was running
    }
  }

  private String name() {
    return engine.name();
  }

  private static String message(RuntimeException e) {
    return String.valueOf(e.getMessage());
  }
}
