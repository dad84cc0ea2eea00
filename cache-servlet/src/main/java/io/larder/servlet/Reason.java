package io.larder.servlet;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Why nothing was kept of a response. */
enum Reason {
  /** The client or the handler went away in the middle: an I/O error, a negative or late error. */
  ABORTED,
  /** The handler threw. */
  ERROR,
  /** The handler called sendError, so that the container writes the body. */
  SEND_ERROR,
  /** The handler called sendRedirect, so that the container writes the response. */
  REDIRECT,
  /** The body is larger than what may be kept. */
  TOO_LARGE,
  /** Responses that are captured at this moment take all the memory that there is for them. */
  IN_FLIGHT,
  /** The body has another length than its head announced, or its status allows none. */
  LENGTH_MISMATCH,
  /** The handler went asynchronous past the capture. */
  ASYNC,
  /** The handler went asynchronous, and its time passed before it had ended. */
  TIMEOUT,
  /** The connection changed its protocol. */
  UPGRADED,
  /** The handler took back what had left already. */
  RESET,
  /** The response is a stream of events, which has no end. */
  EVENT_STREAM,
  /** The response has trailer fields. */
  TRAILERS,
  /** The handler wrote a session's id into a URL. */
  PERSONAL,
  /** The request had content of which its head said nothing, and the handler has read it. */
  REQUEST_BODY,
  /** The listener said so. */
  PASSED,
  /** Somebody wrote to the container's response past the capture. */
  BYPASSED,
  /** The handler has not returned yet. */
  UNFINISHED;

  private static final Set<Reason> CUTTING = EnumSet.of(ABORTED, ERROR, TIMEOUT, UNFINISHED);

  private final String token = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** Whether what came before is the beginning of a response that somebody meant. */
  boolean cutsShort() {
    return CUTTING.contains(this);
  }

  /** This as {@code Cache-Status} says it. */
  String token() {
    return token;
  }
}
