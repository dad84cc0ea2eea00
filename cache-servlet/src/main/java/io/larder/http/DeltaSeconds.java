package io.larder.http;

import java.time.Duration;

/** Counts of seconds as caching fields write them (RFC 9111, 1.2.2). */
final class DeltaSeconds {
  /** What is larger counts as this, 2^31 s or 68 years (RFC 9111, 1.2.2). */
  static final long MAX = 1L << 31;

  static final Duration MAX_DURATION = Duration.ofSeconds(MAX);

  /** What {@link #parse} answers for text that is no count of seconds. */
  static final long INVALID = -1;

  private DeltaSeconds() {}

  /** The seconds, at most {@link #MAX}, or {@link #INVALID} for anything but ASCII digits. */
  static long parse(String text) {
    if (text.isEmpty()) {
      return INVALID;
    }
    long seconds = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return INVALID;
      }
      seconds = Math.min(MAX, seconds * 10 + (c - '0'));
    }
    return seconds;
  }

  /** A duration brought between zero and {@link #MAX}. */
  static Duration clamp(Duration duration) {
    if (duration.isNegative()) {
      return Duration.ZERO;
    }
    return duration.compareTo(MAX_DURATION) > 0 ? MAX_DURATION : duration;
  }
}
