package io.larder.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A typed view of what a {@link Larder} holds: values under keys, guarded by claims and a logical
 * clock instead of wall clocks and locks.
 *
 * <p>The life of a value: {@link #find} misses; {@link #claim} says that a value is about to be
 * computed; {@link #fill} stores it if nothing happened to the key in between. What every store
 * promises, each with its test in {@code CacheStoreContract}:
 *
 * <ol>
 *   <li>A value whose computation began before an {@linkplain #evict evict}, {@linkplain #put put},
 *       {@linkplain #invalidate invalidation} or {@linkplain #clear clear} that concerns it is
 *       never found by a look-up that begins after that call has returned {@link Answer#APPLIED}.
 *   <li>A load that nothing crossed is stored; of two that cross, at most one is.
 *   <li>Of two puts, or a put and an evict, that cross, the key holds the newer value or nothing.
 *   <li>Whatever vanishes under a key by expiry or for want of memory costs a miss, nothing else.
 *   <li>An invalidation of tags, and a clear, take one step each, whatever the number of entries,
 *       and leave entries of other tags, and of other views, where they are.
 *   <li>An entry is found until {@link Terms#fresh()} plus {@link Terms#stale()} have passed (to 50
 *       ms), and never after.
 *   <li>{@code null} is a value: an entry that holds it is not a {@link Miss}.
 *   <li>A key, a set of tags or a value beyond {@link Limits} is refused with a {@link
 *       LimitException} that names the limit.
 *   <li>Infrastructure never throws: look-ups answer {@link Unavailable}, claims are not granted,
 *       fills are {@link FillResult#UNAVAILABLE}, and the rest is {@link Answer#DEFERRED}.
 *   <li>After {@link #close()} each method throws {@link IllegalStateException}.
 * </ol>
 *
 * <p>Thread-safe. Methods block for the store's round trips, which are one mostly and a few at most
 * for each batch of keys, and no longer than the store's own timeouts allow. Keys are those of this
 * view; no two views share an entry.
 *
 * @param <V> the type of the values
 */
public interface CacheStore<V> extends AutoCloseable {

  /** Returns the name of this view. */
  String name();

  /**
   * Looks a key up. A hit returns the entry itself.
   *
   * @throws LimitException if the key is too long
   */
  Lookup<V> find(String key);

  /**
   * Looks several keys up in as few round trips as the store can: none in memory, one for each 512
   * keys on Redis, and a second if their tags have to be asked for.
   *
   * @return an answer for each of the keys, in their order
   * @throws LimitException if a key is too long
   */
  Map<String, Lookup<V>> findAll(Collection<String> keys);

  /**
   * Claims the key for a value whose computation has not begun yet.
   *
   * @throws LimitException if the key is too long
   */
  Claim claim(String key);

  /**
   * Claims several keys as {@link #claim} claims each of them, in as few round trips as the store
   * can. Each has a claim of its own: that one cannot be claimed keeps no other from it.
   *
   * @return a claim for each of the keys, in their order; some may not be granted
   * @throws LimitException if a key is too long
   */
  default Map<String, Claim> claimAll(Collection<String> keys) {
    Map<String, Claim> claims = new LinkedHashMap<>();
    keys.forEach(key -> claims.computeIfAbsent(key, this::claim));
    return claims;
  }

  /**
   * Claims the key, unless another process that shares this store computes its value just now and
   * is worth waiting for. A store of one process has no other one, and claims.
   *
   * <p>For a key under which nothing lies. Where something lies there is no lease: every process
   * may compute what is to replace it.
   *
   * @throws LimitException if the key is too long
   */
  default Lease lease(String key) {
    return new Lease.Own(claim(key));
  }

  /**
   * Stores what a load produced, if what the claim names still lies under the key. Never moves the
   * logical clock.
   *
   * @throws LimitException if the value or its tags are beyond the limits; nothing is stored then
   */
  FillResult fill(Claim claim, @Nullable V value, Terms terms);

  /**
   * Stores what loads produced, as {@link #fill} stores each of them, in as few round trips as the
   * store can. What becomes of one concerns no other, and nothing is thrown for one of them.
   *
   * @return what became of each, in their order
   */
  default List<Filled> fillAll(List<ClaimedValue<V>> values) {
    List<Filled> filled = new ArrayList<>(values.size());
    for (ClaimedValue<V> each : values) {
      try {
        filled.add(Filled.of(fill(each.claim(), each.value(), each.terms())));
      } catch (IllegalStateException e) {
        throw e; // closed
      } catch (RuntimeException e) {
        filled.add(Filled.refused(e));
      }
    }
    return filled;
  }

  /**
   * Gives a claim up: its load ended without a value to store. Best effort; a claim that is not
   * given up ends by itself after the fence window.
   */
  void abandon(Claim claim);

  /** Gives several claims up, in as few round trips as the store can. */
  default void abandonAll(Collection<Claim> claims) {
    claims.forEach(this::abandon);
  }

  /**
   * Stores a value that the caller knows to be the newest, under a claim taken <em>before</em> the
   * value was computed. If what the claim names no longer lies under the key, where neither is
   * provably newer, the key is left empty. Then the clock moves, so that loads in flight elsewhere
   * do not outlive this value.
   *
   * @throws LimitException if the value or its tags are beyond the limits; the key is left empty
   *     and the clock moved then
   */
  Answer put(Claim claim, @Nullable V value, Terms terms);

  /**
   * Stores several values as {@link #put} stores each of them, in as few round trips as the store
   * can. What becomes of one concerns no other.
   *
   * @return {@link Answer#APPLIED} if each of them was
   * @throws LimitException if a value or its tags are beyond the limits; its key is left empty
   *     then, and the others are put all the same. Of several such refusals it is the first, the
   *     rest are suppressed in it
   */
  default Answer putAll(List<ClaimedValue<V>> values) {
    Answer answer = Answer.APPLIED;
    RuntimeException refusal = null;
    for (ClaimedValue<V> each : values) {
      try {
        answer = answer.and(put(each.claim(), each.value(), each.terms()));
      } catch (IllegalStateException e) {
        throw e; // closed
      } catch (RuntimeException e) {
        if (refusal == null) {
          refusal = e;
        } else if (refusal != e) {
          refusal.addSuppressed(e);
        }
      }
    }
    if (refusal != null) {
      throw refusal;
    }
    return answer;
  }

  /** Removes what lies under the key, a claim included, then moves the clock. */
  Answer evict(String key);

  /** Removes what lies under each of the keys, then moves the clock. */
  Answer evictAll(Collection<String> keys);

  /**
   * Ends every entry, in every view, that carries one of the tags and was computed from before now.
   *
   * @throws LimitException if a tag is empty or too long
   */
  Answer invalidate(Collection<String> tags);

  /**
   * Ends the freshness of what lies under the key; it stays usable as long as its terms allow. A
   * load in flight is refused.
   */
  Answer softPurge(String key);

  /** Ends everything in this view in one step; other views are left as they are. */
  Answer clear();

  /** Closes this view. The Larder, and other views, stay open. Closing twice is harmless. */
  @Override
  void close();
}
