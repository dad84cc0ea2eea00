package io.larder.http;

/** What is done with a stored response for a request, and why (RFC 9111, 4 and 5.2.1). */
public enum Reuse {
  /** It is fresh enough for this client. */
  FRESH(Action.SERVE),

  /** It is stale, but no longer than the client accepts: {@code max-stale} (5.2.1.2). */
  MAX_STALE(Action.SERVE),

  /**
   * It is stale, and the client says nothing about that: what the response or the rule allows may
   * be done (RFC 5861), and else it is validated.
   */
  STALE(Action.VALIDATE),

  /** It is stale for longer than the client accepts (5.2.1.2), or must not be served stale. */
  TOO_STALE(Action.VALIDATE),

  /** The client wants it validated: {@code no-cache} (5.2.1.4), or {@code Pragma} (5.4). */
  NO_CACHE(Action.VALIDATE),

  /** It is older than the client accepts, or stale where that is ruled out (5.2.1.1). */
  MAX_AGE(Action.VALIDATE),

  /** It does not stay fresh for as long as the client wants: {@code min-fresh} (5.2.1.3). */
  MIN_FRESH(Action.VALIDATE),

  /** The client wants no cache to have a part in this: {@code no-store} (5.2.1.5). */
  NO_STORE(Action.FORWARD);

  /** What there is to do, whatever the reason. */
  public enum Action {
    /** Serve it as it is. */
    SERVE,
    /** Ask the handler first, with its validators if it has any. */
    VALIDATE,
    /** Leave it alone; run the handler and store nothing. */
    FORWARD
  }

  private final Action action;

  Reuse(Action action) {
    this.action = action;
  }

  /** What there is to do. */
  public Action action() {
    return action;
  }
}
