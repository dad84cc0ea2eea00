package io.larder.cache.engine;

import io.larder.cache.CacheEntry;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The application's own code within a cache; what it throws reaches the caller.
 *
 * @param key the key under which what is asked for lies; null: it is not cached
 * @param bypassWhen for which keys the cache is passed by
 * @param refreshWhen for which keys the value is loaded anew, and stored
 * @param staleWhen which entries count as stale
 * @param storeWhen which values are stored
 * @param copy copies a value before it is handed out
 * @param <V> the type of the values
 */
public record Hooks<V>(
    @Nullable Function<String, @Nullable String> key,
    @Nullable Predicate<String> bypassWhen,
    @Nullable Predicate<String> refreshWhen,
    @Nullable Predicate<CacheEntry<V>> staleWhen,
    @Nullable Predicate<@Nullable V> storeWhen,
    @Nullable UnaryOperator<V> copy) {

  /** Whether a look-up has to ask none of them. */
  boolean leaveLookUpsAlone() {
    return key == null
        && bypassWhen == null
        && refreshWhen == null
        && staleWhen == null
        && copy == null;
  }

  @Nullable String key(String asked) {
    return key == null ? asked : key.apply(asked);
  }

  boolean bypasses(String asked) {
    return bypassWhen != null && bypassWhen.test(asked);
  }

  boolean refreshes(String asked) {
    return refreshWhen != null && refreshWhen.test(asked);
  }

  boolean isStale(CacheEntry<V> entry) {
    return staleWhen != null && staleWhen.test(entry);
  }

  boolean stores(@Nullable V value) {
    return storeWhen == null || storeWhen.test(value);
  }

  @Nullable V copied(@Nullable V value) {
    return copy == null || value == null ? value : copy.apply(value);
  }
}
