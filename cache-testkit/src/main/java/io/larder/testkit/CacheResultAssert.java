package io.larder.testkit;

import io.larder.cache.CacheResult;
import java.util.Objects;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions about what a look-up has found; made by {@link LarderAssertions}. */
public final class CacheResultAssert extends AbstractAssert<CacheResultAssert, CacheResult<?>> {

  CacheResultAssert(@Nullable CacheResult<?> actual) {
    super(actual, CacheResultAssert.class);
  }

  /** Fails unless it is a fresh value, possibly {@code null}. */
  public CacheResultAssert isFresh() {
    return is(CacheResult.Hit.class, "something fresh");
  }

  /** Fails unless it is this value, fresh. */
  public CacheResultAssert isFresh(@Nullable Object value) {
    isFresh();
    return hasValue(((CacheResult.Hit<?>) actual).value(), value);
  }

  /** Fails unless it is a value, possibly {@code null}, that is not fresh any more. */
  public CacheResultAssert isStale() {
    return is(CacheResult.Stale.class, "something stale");
  }

  /** Fails unless it is this value, not fresh any more. */
  public CacheResultAssert isStale(@Nullable Object value) {
    isStale();
    return hasValue(((CacheResult.Stale<?>) actual).value(), value);
  }

  /** Fails unless nothing is there; a store that could not be asked has not said so. */
  public CacheResultAssert isMissing() {
    return is(CacheResult.Missing.class, "nothing");
  }

  /** Fails unless the store could not be asked. */
  public CacheResultAssert isFailed() {
    return is(CacheResult.Failed.class, "a store that could not be asked");
  }

  private CacheResultAssert is(Class<?> kind, String what) {
    isNotNull();
    if (!kind.isInstance(actual)) {
      throw failure("the look-up was to find %s and has found %s", what, actual);
    }
    return this;
  }

  private CacheResultAssert hasValue(@Nullable Object found, @Nullable Object expected) {
    if (!Objects.deepEquals(found, expected)) {
      throw failure("the look-up was to find the value <%s> and has found %s", expected, actual);
    }
    return this;
  }
}
