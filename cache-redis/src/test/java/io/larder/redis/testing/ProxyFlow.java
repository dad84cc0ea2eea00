package io.larder.redis.testing;

import java.time.Duration;

/**
 * How one direction of a {@link ChaosProxy} passes bytes on; each method that is not static returns
 * a changed copy.
 *
 * @param passes false if nothing is read or passed on, though the connections stay
 * @param latency each byte is passed on so long after it came
 * @param upfront so many bytes after the other side has last said something are passed on at once
 * @param piece of the rest so many bytes at a time
 * @param pause before each of these pieces
 */
public record ProxyFlow(boolean passes, Duration latency, int upfront, int piece, Duration pause) {
  /** Everything at once. */
  public static final ProxyFlow AT_SPEED =
      new ProxyFlow(true, Duration.ZERO, Integer.MAX_VALUE, 1, Duration.ZERO);

  /** Nothing: what comes meanwhile is passed on later, if there is a later. */
  public static final ProxyFlow HELD =
      new ProxyFlow(false, Duration.ZERO, Integer.MAX_VALUE, 1, Duration.ZERO);

  private static final int STEPS_A_SECOND = 100;

  public ProxyFlow {
    if (latency.isNegative() || pause.isNegative() || upfront < 0 || piece < 1) {
      throw new IllegalArgumentException(
          "Times and upfront may not be negative, and a piece is at least a byte");
    }
  }

  /** Everything, so much later. */
  public static ProxyFlow delayed(Duration latency) {
    return AT_SPEED.with(latency);
  }

  /** So many bytes at a time, with a pause before each. */
  public static ProxyFlow dripping(int bytes, Duration pause) {
    return new ProxyFlow(true, Duration.ZERO, 0, bytes, pause);
  }

  /** No more than so many bytes a second on each connection. */
  public static ProxyFlow limitedTo(int bytesPerSecond) {
    if (bytesPerSecond < 1) {
      throw new IllegalArgumentException("Pass a byte a second at least, or hold the proxy");
    }
    int piece = Math.max(1, bytesPerSecond / STEPS_A_SECOND);
    return dripping(piece, Duration.ofNanos(1_000_000_000L * piece / bytesPerSecond));
  }

  /** With a latency. */
  public ProxyFlow with(Duration itsLatency) {
    return new ProxyFlow(passes, itsLatency, upfront, piece, pause);
  }

  /** With so many bytes at once, after the other side has said something. */
  public ProxyFlow after(int bytes) {
    return new ProxyFlow(passes, latency, bytes, piece, pause);
  }
}
