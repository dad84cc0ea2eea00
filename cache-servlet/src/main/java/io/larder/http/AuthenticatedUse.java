package io.larder.http;

/**
 * What the cache does for requests that come with a user: a principal, {@code Authorization} or a
 * valid session.
 */
public enum AuthenticatedUse {
  /** They are neither looked up nor stored. The default. */
  BYPASS,

  /**
   * They are looked up, and stored if the response says that it is for everybody: {@code public},
   * {@code s-maxage} or {@code must-revalidate} (RFC 9111, 3.5). For a gateway, whose origin knows
   * HTTP caching.
   */
  IF_RESPONSE_ALLOWS,

  /** They are like all others: the rule says that what it covers does not depend on the user. */
  SHARE
}
