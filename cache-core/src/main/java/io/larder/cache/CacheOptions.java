package io.larder.cache;

import io.larder.cache.codec.Compression;
import io.larder.cache.freshness.EarlyRefresh;
import io.larder.cache.freshness.Jitter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The words of a cache's settings, the same for {@link CacheBuilder} and {@link
 * CacheSettings.Builder}: each method returns the builder itself, and refuses what makes no sense
 * with an {@link IllegalArgumentException} that names it.
 *
 * @param <B> the builder
 */
public abstract sealed class CacheOptions<B extends CacheOptions<B>>
    permits CacheBuilder, CacheSettings.Builder {

  private final Map<Setting<?>, Object> values = new HashMap<>();

  CacheOptions() {}

  abstract B self();

  /**
   * Sets how long a value is fresh; unless set, the default ttl of the {@link Larder}. What a
   * loader says beats it.
   */
  public final B ttl(Duration ttl) {
    return set(Setting.TTL, Durations.requirePositive("ttl", ttl));
  }

  /**
   * Sets how much of the ttl is taken away at random, of a hundred, so that what was loaded
   * together does not end together; 10 unless set, 90 at most, none with 0. A ttl that the loader
   * has said is left as it is.
   */
  public final B jitter(int percent) {
    return set(Setting.JITTER, new Jitter(percent));
  }

  /** Sets how long {@code null} is fresh; unless set, {@code null} is not stored. */
  public final B nullTtl(Duration ttl) {
    return set(Setting.NULL_TTL, Durations.requirePositive("nullTtl", ttl));
  }

  /**
   * Sets how long after its ttl a stale value is served while one caller's executor loads a new one
   * (RFC 5861 3); not at all unless set.
   */
  public final B staleWhileRevalidate(Duration window) {
    return set(
        Setting.STALE_WHILE_REVALIDATE, Durations.requirePositive("staleWhileRevalidate", window));
  }

  /**
   * Sets how long after its ttl a stale value is served where loading a new one fails (RFC 5861 4);
   * not at all unless set.
   */
  public final B staleIfError(Duration window) {
    return set(Setting.STALE_IF_ERROR, Durations.requirePositive("staleIfError", window));
  }

  /**
   * Sets how long after a failed load the stale value is served without another try; a second
   * unless set. Only with {@link #staleIfError} or {@link #staleWhileRevalidate}.
   */
  public final B retryThrottle(Duration pause) {
    return set(Setting.RETRY_THROTTLE, Durations.requirePositive("retryThrottle", pause));
  }

  /**
   * Sets how soon before the end of its ttl a value is loaded anew in the background, by one of
   * those who ask, chosen at random: 1 is right for most, 2 twice as soon; not at all unless set.
   * What took longer to load is loaded sooner. A ttl that the loader has said counts like any.
   */
  public final B earlyRefresh(double beta) {
    return set(Setting.EARLY_REFRESH, new EarlyRefresh(beta));
  }

  /**
   * Sets after what time of loading a caller is given what is stale instead, if {@link
   * #staleIfError} allows that; the load goes on, and is stored when it ends. Callers without a
   * stale value wait on.
   */
  public final B softTimeout(Duration time) {
    return set(Setting.SOFT_TIMEOUT, Durations.requirePositive("softTimeout", time));
  }

  /**
   * Sets after what time of loading a caller gets a {@link CacheTimeoutException}, or what is stale
   * if {@link #staleIfError} allows that; the load goes on, and is stored when it ends.
   */
  public final B hardTimeout(Duration time) {
    return set(Setting.HARD_TIMEOUT, Durations.requirePositive("hardTimeout", time));
  }

  /**
   * Sets how many callers may wait for the load of one key, from 0 to 1,000,000; 1,024 unless set.
   * Those beyond run the loader themselves, and what they get is not stored.
   */
  public final B maxWaiters(int number) {
    return set(Setting.MAX_WAITERS, Setting.waiters(number));
  }

  /**
   * Sets how long a caller waits for another's load; 10 s unless set. After that it runs the loader
   * itself, and what it gets is not stored.
   */
  public final B waitTimeout(Duration time) {
    return set(Setting.WAIT_TIMEOUT, Durations.requirePositive("waitTimeout", time));
  }

  /**
   * Sets whether a caller beyond {@link #maxWaiters} or {@link #waitTimeout} fails with a {@link
   * CacheWaitException} instead of running the loader; false unless set.
   */
  public final B failWaiting(boolean fails) {
    return set(Setting.FAIL_WAITING, fails);
  }

  /**
   * Sets whether the thread of a load is interrupted when nobody waits for it any more, because all
   * have been given something stale or have failed; false unless set, and the load goes on to be
   * stored. Only with {@link #softTimeout} or {@link #hardTimeout}.
   */
  public final B interruptAbandoned(boolean interrupts) {
    return set(Setting.INTERRUPT_ABANDONED, interrupts);
  }

  /** Sets the tags that every value has, beside those that its loader names. */
  public final B tags(String... tags) {
    return set(Setting.TAGS, Setting.tags(List.of(tags)));
  }

  /**
   * Sets a version of the values' form, 1 to 64 of {@code A-Z a-z 0-9 . _ -}: another version is
   * another entry, so that the two sides of a rolling update live side by side. It cannot be
   * changed while the cache is open.
   */
  public final B version(String version) {
    return set(Setting.VERSION, Setting.version(version));
  }

  /**
   * Sets how the values are compressed where the store writes bytes; unless set, as the {@link
   * Larder} says. It cannot be changed while the cache is open.
   */
  public final B compress(Compression compression) {
    return set(Setting.COMPRESS, Objects.requireNonNull(compression, "compression"));
  }

  /**
   * Sets a word by its name and its text, as a line has them: {@code set("ttl", "30s")}.
   *
   * @throws IllegalArgumentException if there is no such word, or the text is wrong
   */
  public final B set(String name, String text) {
    Setting<?> setting = Setting.of(name);
    values.put(setting, setting.parse(text));
    return self();
  }

  final boolean says(String name) {
    return values.containsKey(Setting.of(name));
  }

  final CacheSettings said() {
    return new CacheSettings(values);
  }

  private <T> B set(Setting<T> setting, T value) {
    values.put(setting, value);
    return self();
  }
}
