package io.larder.servlet;

/** What those who waited for a handler are told when it failed. It carries no trace. */
final class HandlerFailed extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;

  HandlerFailed(int status) {
    super("the handler failed", null, false, false);
    this.status = status;
  }

  /** What it answered, or what the container answers for it. */
  int status() {
    return status;
  }
}
