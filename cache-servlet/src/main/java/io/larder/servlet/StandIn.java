package io.larder.servlet;

import static jakarta.servlet.http.HttpServletResponse.SC_INTERNAL_SERVER_ERROR;

import io.larder.http.HttpFields;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * What is served in the place of a handler that fails (RFC 5861, 4): what was found stale, if it
 * may be and is still there.
 *
 * @param stale what was found; null if nothing that may be served
 * @param located where it was found
 * @param before the fields that stood on the response before the handler ran
 */
record StandIn(
    Exchange exchange, Located located, @Nullable Stale stale, HttpFields before, Backing backing) {

  private static final Logger LOG = System.getLogger(StandIn.class.getName());

  /** Whether there is anything that may be served. */
  boolean isPossible() {
    return stale != null;
  }

  /** Whether it may take the place of a response of that status. */
  boolean isFor(int status) {
    return stale != null && status >= SC_INTERNAL_SERVER_ERROR;
  }

  /**
   * Answers in the place of a failure of which nothing has left; if the client is gone, that is an
   * answer too.
   *
   * @return false if there is nothing to answer with any more
   */
  boolean replaces(int failure) {
    try {
      return serves(failure);
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * The same in the place of what the handler threw, which is logged then.
   *
   * @return false if it is to be thrown on
   */
  boolean replaces(Throwable thrown) throws IOException {
    boolean replaced = !(thrown instanceof Error) && serves(SC_INTERNAL_SERVER_ERROR);
    if (replaced) {
      LOG.log(
          Level.WARNING, "A stale response was served in place of what the handler threw", thrown);
    }
    return replaced;
  }

  private boolean serves(int failure) throws IOException {
    return stale != null
        && stale.serve(exchange, located, backing.store(), before, failure, backing.ticker());
  }
}
