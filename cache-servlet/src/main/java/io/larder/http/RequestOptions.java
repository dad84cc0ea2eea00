package io.larder.http;

import static java.util.Objects.requireNonNull;

/**
 * What a rule says about requests.
 *
 * @param authenticated what to do with requests that come with a user
 * @param honourRequestDirectives whether the {@code Cache-Control} of a client is obeyed. Not in
 *     front of an application: there they would let any client make the handler run.
 */
public record RequestOptions(AuthenticatedUse authenticated, boolean honourRequestDirectives) {
  /** Users bypass the cache, and a client's directives do not count. */
  public static final RequestOptions DEFAULT = new RequestOptions(AuthenticatedUse.BYPASS, false);

  /** The cache is asked for users too, and a client's directives count. */
  public static final RequestOptions PROXY =
      new RequestOptions(AuthenticatedUse.IF_RESPONSE_ALLOWS, true);

  /** Refuses null. */
  public RequestOptions {
    requireNonNull(authenticated, "authenticated");
  }

  /** The same with another use of authenticated requests. */
  public RequestOptions withAuthenticated(AuthenticatedUse use) {
    return new RequestOptions(use, honourRequestDirectives);
  }

  /** The same, obeying a client's directives or not. */
  public RequestOptions withHonourRequestDirectives(boolean honour) {
    return new RequestOptions(authenticated, honour);
  }
}
