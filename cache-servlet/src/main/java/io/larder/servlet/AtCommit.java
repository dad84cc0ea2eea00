package io.larder.servlet;

/** What becomes of a response whose head is about to leave. */
enum AtCommit {
  /** The client gets the response, and it is kept. */
  CAPTURE,
  /** The client gets the response, and nothing is kept. */
  PASS,
  /**
   * The head was rewritten to one without a body, as a 304: the body is kept, the client gets none.
   */
  NO_BODY
}
