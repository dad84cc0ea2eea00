package io.larder.testkit;

import io.larder.cache.Cache;
import io.larder.cache.CacheResult;
import io.larder.cache.CacheStats;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about a {@link Cache}: what was counted, how often each key was loaded, and what lies
 * under it. Made by {@link LarderAssertions}; each fails with all that was counted.
 *
 * <p>Loads of a key are known where a {@link RecordingListener} listens.
 */
public final class CacheAssert extends CountsAssert<CacheAssert, Cache<?>> {

  private final @Nullable RecordingListener named;

  CacheAssert(@Nullable Cache<?> actual, @Nullable RecordingListener named) {
    super(actual, CacheAssert.class);
    this.named = named;
  }

  @Override
  CacheStats counted() {
    return actual.stats();
  }

  @Override
  String subject() {
    return "the cache '" + actual.name() + "'";
  }

  /** Returns the same assertions by the loads that this listener has recorded. */
  public CacheAssert recordedBy(RecordingListener recording) {
    Objects.requireNonNull(recording, "recording");
    return new CacheAssert(actual, recording).as(descriptionText());
  }

  /** Fails unless exactly one load of this key has ended, see {@link RecordingListener}. */
  public CacheAssert loadedOnce(String key) {
    return loaded(key, 1);
  }

  /** Fails if a load of this key has ended, see {@link RecordingListener}. */
  public CacheAssert neverLoaded(String key) {
    return loaded(key, 0);
  }

  /** Fails unless so many loads of this key have ended, see {@link RecordingListener}. */
  public CacheAssert loaded(String key, long times) {
    isNotNull();
    RecordingListener recording = named != null ? named : Recordings.of(actual);
    if (recording == null) {
      throw failure(
          "nothing is known of the loads of single keys of %s: take its Larder from"
              + " LarderExtension, or add a RecordingListener to its LarderBuilder and name that by"
              + " recordedBy(…)",
          subject());
    }
    long found = recording.loads(actual.name(), key);
    if (found != times) {
      throw failure(
          "%s was to load '%s' %s and has done so %s; the loads of its keys: %s; in all: %s",
          subject(), key, times(times), times(found), recording.loads(actual.name()), counted());
    }
    return this;
  }

  private static String times(long n) {
    return n == 0 ? "never" : n == 1 ? "once" : n + " times";
  }

  /** Fails unless something fresh lies under this key. */
  public CacheAssert hasFresh(String key) {
    CacheResult<?> found = under(key);
    return found instanceof CacheResult.Hit ? this : fail(key, "something fresh", found);
  }

  /** Fails unless this value lies under this key, and is fresh. */
  public CacheAssert hasFresh(String key, @Nullable Object value) {
    CacheResult<?> found = under(key);
    boolean so = found instanceof CacheResult.Hit<?> hit && Objects.deepEquals(hit.value(), value);
    return so ? this : fail(key, "<" + value + ">, fresh,", found);
  }

  /** Fails unless something lies under this key that is not fresh any more. */
  public CacheAssert hasStale(String key) {
    CacheResult<?> found = under(key);
    return found instanceof CacheResult.Stale ? this : fail(key, "something stale", found);
  }

  /** Fails unless this value lies under this key, and is not fresh any more. */
  public CacheAssert hasStale(String key, @Nullable Object value) {
    CacheResult<?> found = under(key);
    boolean so =
        found instanceof CacheResult.Stale<?> stale && Objects.deepEquals(stale.value(), value);
    return so ? this : fail(key, "<" + value + ">, stale,", found);
  }

  /** Fails if anything lies under this key, or if the store could not be asked. */
  public CacheAssert hasNothingUnder(String key) {
    CacheResult<?> found = under(key);
    return found instanceof CacheResult.Missing ? this : fail(key, "nothing", found);
  }

  private CacheResult<?> under(String key) {
    isNotNull();
    return actual.peek(key);
  }

  private CacheAssert fail(String key, String expected, CacheResult<?> found) {
    throw failure(
        "%s was to have %s under '%s' and has %s: %s",
        subject(), expected, key, told(found), counted());
  }

  private static String told(CacheResult<?> found) {
    if (found instanceof CacheResult.Hit<?> hit) {
      return "<" + hit.value() + ">, fresh for " + hit.remaining();
    }
    if (found instanceof CacheResult.Stale<?> stale) {
      return "<" + stale.value() + ">, stale, kept for " + stale.remaining();
    }
    return found instanceof CacheResult.Failed<?> failed
        ? "a store that could not be asked (" + failed.reason() + ")"
        : "nothing";
  }
}
