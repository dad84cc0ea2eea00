package io.larder.cache;

import org.jspecify.annotations.Nullable;

/**
 * What became of one of several fills: what {@link CacheStore#fill} would have returned for it, or
 * thrown.
 *
 * @param result what became of it; {@link FillResult#REFUSED} if the value itself was refused
 * @param refusal why the value cannot be stored, such as a {@link LimitException}; {@code null}: it
 *     can be
 */
public record Filled(FillResult result, @Nullable RuntimeException refusal) {

  /** Returns what became of a fill whose value can be stored. */
  public static Filled of(FillResult result) {
    return new Filled(result, null);
  }

  /** Returns what became of a fill whose value cannot be stored. */
  public static Filled refused(RuntimeException why) {
    return new Filled(FillResult.REFUSED, why);
  }
}
