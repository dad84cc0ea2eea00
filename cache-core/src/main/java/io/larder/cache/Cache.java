package io.larder.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values under keys, each computed once for all who ask for it at the same time, kept for a while,
 * and never served after it was invalidated.
 *
 * <pre>{@code
 * Cache<Quote> quotes = larder.cache("quotes", Quote.class);
 * Quote quote = quotes.get("ACME", load -> exchange.ask(load.key()));
 * }</pre>
 *
 * <p>{@link #get(String, CacheLoader) get} is: look up; fresh, serve; stale but usable, serve and
 * load anew in the background; else load once for all who ask. What a loader throws reaches its
 * caller, and each who waits for it then, as it was thrown. A store that fails is a miss, never an
 * error: the loader runs, and is never run a second time for that.
 *
 * <p>A value that was computed from before an {@linkplain #evict evict}, {@linkplain #put put},
 * {@linkplain #invalidate invalidation} or {@linkplain #clear clear} that concerns it is served to
 * nobody who asks after that call has returned {@link Answer#APPLIED}.
 *
 * <p>In memory values are handed out as they are, by reference: treat them as immutable, or set
 * {@link CacheBuilder#copyOnRead}. Thread-safe. Made by {@link Larder#cache} and {@link
 * CacheBuilder}; not for implementation by applications.
 *
 * @param <V> the type of the values
 */
public interface Cache<V> {

  /** Returns its name. */
  String name();

  /**
   * Looks a key up, and does nothing else.
   *
   * @throws LimitException if the key is empty or too long
   */
  CacheResult<V> find(String key);

  /**
   * Looks a key up as {@link #find} does, and counts nothing: for tests and operators, who want to
   * see what is there and leave {@link #stats()} as they are.
   *
   * @throws LimitException if the key is empty or too long
   */
  CacheResult<V> peek(String key);

  /**
   * Looks several keys up in one round trip.
   *
   * @return an answer for each of the keys, in their order
   * @throws LimitException if a key is empty or too long
   */
  Map<String, CacheResult<V>> findAll(Collection<String> keys);

  /**
   * Returns the value of a key; if it is not there, by the loader that the cache was {@linkplain
   * CacheBuilder#loader built with}.
   *
   * @throws IllegalStateException if it was built without one
   * @throws LimitException if the key is empty or too long
   */
  @Nullable V get(String key);

  /**
   * Returns the value of a key; if it is not there, by this loader. While it runs, others who ask
   * for the key wait for it.
   *
   * @throws X if the loader throws it, here or for the one that this call has waited for
   * @throws CacheException if there is no value for a reason of the cache's own
   * @throws LimitException if the key is empty or too long
   */
  <X extends Exception> @Nullable V get(String key, CacheLoader<V, X> loader) throws X;

  /**
   * Returns the values of several keys, in their order: those that are there in one round trip, the
   * others by one call of the loader. A key for which the loader has none is not in the answer.
   *
   * @throws X if the loader throws it
   * @throws CacheException as {@link #get(String, CacheLoader)} does
   * @throws LimitException if a key is empty or too long
   */
  <X extends Exception> Map<String, V> getAll(Collection<String> keys, BatchLoader<V, X> loader)
      throws X;

  /**
   * Computes a value and stores it, whatever is there. The way to write something through: what is
   * invalidated, or put by somebody else, while the supplier runs, wins.
   *
   * <pre>{@code
   * quotes.put("ACME", () -> exchange.refresh("ACME"));
   * }</pre>
   *
   * @return the value
   * @throws X if the supplier throws it; the key is left as it is
   * @throws LimitException if the key is empty or too long
   */
  <X extends Exception> @Nullable V put(String key, ValueSupplier<V, X> supplier) throws X;

  /**
   * Stores a value that is as new as this call. If it was computed before, an invalidation in
   * between is lost: use {@link #put(String, ValueSupplier)} then. Where the settings do not have
   * it stored, as {@code null} without {@link CacheOptions#nullTtl}, the key is left empty.
   *
   * @return whether what was there has ended: {@link Answer#DEFERRED} where the store is out of
   *     reach, and then the key is left empty
   * @throws LimitException if the key, the tags or the value are beyond a limit; the key is left
   *     empty then
   */
  Answer put(String key, @Nullable V value);

  /**
   * Does the same as {@link #put(String, Object)} with a ttl of its own, without jitter.
   *
   * @throws IllegalArgumentException if the ttl is not positive or above a year
   * @throws LimitException as {@link #put(String, Object)} does
   */
  Answer put(String key, @Nullable V value, Duration ttl);

  /**
   * Stores several values that are as new as this call, in as few round trips as the store can: see
   * {@link #put(String, Object)}.
   *
   * @return {@link Answer#APPLIED} if each was
   * @throws LimitException if a key is too long: nothing is stored then; or if a value or its tags
   *     are beyond the limits: the others are stored all the same
   */
  Answer putAll(Map<String, ? extends V> values);

  /**
   * Does the same as {@link #putAll(Map)} with a ttl of its own, without jitter.
   *
   * @throws IllegalArgumentException if the ttl is not positive or above a year
   * @throws LimitException as {@link #putAll(Map)} does
   */
  Answer putAll(Map<String, ? extends V> values, Duration ttl);

  /**
   * Stores a value that is as new as this call, unless a fresh one is there.
   *
   * @return whether it was stored; false too if the settings do not have it stored, or the store is
   *     out of reach
   * @throws LimitException if the key, the tags or the value are beyond a limit
   */
  boolean putIfAbsent(String key, @Nullable V value);

  /**
   * Does the same as {@link #putIfAbsent(String, Object)} with a ttl of its own, without jitter.
   *
   * @throws IllegalArgumentException if the ttl is not positive or above a year
   * @throws LimitException as {@link #putIfAbsent(String, Object)} does
   */
  boolean putIfAbsent(String key, @Nullable V value, Duration ttl);

  /**
   * Removes what lies under the key; a load that is under way is not stored.
   *
   * @throws LimitException if the key is empty or too long
   */
  Answer evict(String key);

  /**
   * Removes what lies under each of the keys.
   *
   * @throws LimitException if a key is empty or too long
   */
  Answer evictAll(Collection<String> keys);

  /**
   * Ends every entry of the whole {@link Larder}, pages and values alike, that carries one of the
   * tags, see {@link Larder#invalidate(String...)}.
   *
   * @throws LimitException if a tag is empty or too long
   */
  Answer invalidate(String... tags);

  /**
   * Ends the freshness of what lies under the key, and keeps it as far as the settings allow: to be
   * served while a new one is loaded, or where loading fails.
   *
   * @throws LimitException if the key is empty or too long
   */
  Answer softPurge(String key);

  /** Removes everything in this cache, in one step; others are left as they are. */
  Answer clear();

  /**
   * Has a key loaded anew in the background, by the loader that the cache was built with, again and
   * again, so that nobody who asks for it waits. It ends when nobody has asked for that long.
   *
   * @param every the time from one load to the next
   * @param stopAfterIdle how long nobody has to ask for it to end
   * @return what ends it before; closing it twice is harmless
   * @throws IllegalStateException if the cache was built without a loader
   * @throws IllegalArgumentException if a time is not positive or above a year
   * @throws LimitException if the key is empty or too long
   */
  KeptWarm keepWarm(String key, Duration every, Duration stopAfterIdle);

  /** Returns what was set, by code or at run time. */
  CacheSettings settings();

  /**
   * Sets this instead of what was set by code, from now on; entries keep the terms on which they
   * were stored.
   *
   * @throws IllegalArgumentException if two of them contradict each other, or if the version is
   *     another one than that which the cache was opened with
   */
  void settings(CacheSettings settings);

  /** Returns what was counted of this cache, see {@link Larder#stats(String)}. */
  CacheStats stats();
}
