package io.larder.servlet;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Whether a handler has asked, in a refresh, for what only works while its client waits. Whatever
 * it makes of the refusal, its answer is not the one that it would have given there: nothing of it
 * is stored.
 */
final class Foreground {

  private final HttpServletRequest request;
  private boolean needed;

  Foreground(HttpServletRequest request) {
    this.request = request;
  }

  /** What is to be thrown in place of something that only works there. */
  NotInRefresh need(String what) {
    needed = true;
    if (request.getAttribute(FillContext.ATTRIBUTE) instanceof FillContext context) {
      context.doNotStore();
    }
    return new NotInRefresh(what);
  }

  boolean isNeeded() {
    return needed;
  }
}
