package io.larder.http;

import java.time.Duration;

/** The {@code Age} of a stored response (RFC 9111, 4.2.3 and 5.1). */
public final class Age {
  private Age() {}

  /**
   * The current age in whole seconds, between 0 and 2^31. Allocates nothing.
   *
   * @param initialAge how old the response was when it was stored
   * @param residentNanos for how long it has been stored
   */
  public static long seconds(Duration initialAge, long residentNanos) {
    // RFC 9111 4.2.3: current_age = corrected_initial_age + resident_time
    long resident = Math.max(0, residentNanos);
    long seconds = initialAge.getSeconds() + resident / 1_000_000_000L;
    long rest = initialAge.getNano() + resident % 1_000_000_000L;
    return Math.max(0, Math.min(DeltaSeconds.MAX, seconds + rest / 1_000_000_000L));
  }
}
