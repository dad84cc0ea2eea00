package io.larder.servlet;

import static jakarta.servlet.http.HttpServletResponse.SC_NOT_MODIFIED;

import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/** What the size of a body means: for what was announced, for what may be kept, for the buffer. */
final class BodyLimits {
  private final HttpServletResponse real;
  private final Heads heads;
  private final long maxBody;

  /**
   * Creates them.
   *
   * @param maxBody the most bytes of body that may be kept
   */
  BodyLimits(HttpServletResponse real, Heads heads, long maxBody) {
    this.real = real;
    this.heads = heads;
    this.maxBody = Math.min(maxBody, Integer.MAX_VALUE - 8);
  }

  /** Why a body that has come to that size is not kept; null if it may be. */
  @Nullable Reason excess(long size) {
    long announced = heads.announced();
    if (announced >= 0 && size > announced) {
      return Reason.LENGTH_MISMATCH;
    }
    return isTooLarge(size) ? Reason.TOO_LARGE : null;
  }

  /** Whether it is more than may be kept, or will be. */
  boolean isTooLarge(long size) {
    return size > maxBody || heads.announced() > maxBody;
  }

  /** Servlet 6.0, 5.7: whether it is complete, whatever the handler does next. */
  boolean isWhole(long size) {
    return size == heads.announced();
  }

  /** Whether a body that ends with that size is not the one that was announced. */
  boolean isMismatch(long size) {
    // RFC 9110 8.6: the length in a 304 is that of the 200 for which it stands.
    return heads.announced() >= 0 && !isWhole(size) && real.getStatus() != SC_NOT_MODIFIED;
  }

  /** Whether the container would not have to send anything yet. */
  boolean fitsBuffer(long size) {
    return size <= real.getBufferSize();
  }
}
