package io.larder.cache.engine;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long callers wait for a load.
 *
 * @param maxWaiters how many wait for one key
 * @param soft after what time a caller is given what is stale instead; null: never
 * @param hard after what time a caller fails; null: never
 * @param waiting after what time a caller stops to wait for another's load
 * @param failWaiting whether it fails then, instead of loading by itself
 * @param interruptAbandoned whether a load that nobody waits for any more is interrupted
 */
public record Timing(
    int maxWaiters,
    @Nullable Duration soft,
    @Nullable Duration hard,
    Duration waiting,
    boolean failWaiting,
    boolean interruptAbandoned) {

  /**
   * Whether callers may leave their own load before its end, so that another thread must run it.
   */
  boolean isLimited() {
    return soft != null || hard != null;
  }
}
