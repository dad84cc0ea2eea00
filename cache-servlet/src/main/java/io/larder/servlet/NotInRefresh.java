package io.larder.servlet;

/**
 * What a handler cannot do once its client has an answer: the response has been closed (Servlet
 * 6.0: startAsync, getSession and upgrade fail then), or only the container could know what comes
 * of it. It carries no trace; {@link Foreground} makes it.
 */
final class NotInRefresh extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  NotInRefresh(String what) {
    super(what + " is not possible any more: the client has been given a stored response already");
  }
}
