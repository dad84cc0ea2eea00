package io.larder.http;

/** How fresh a stored response is at a moment (RFC 9111, 4.2). */
public enum Freshness {
  /** It may be served as it is. */
  FRESH,

  /** It may be served while somebody fetches a new one, and instead of an error (RFC 5861, 3). */
  STALE_WHILE_REVALIDATE,

  /** It may be served only if a new one cannot be had (RFC 5861, 4). */
  STALE_IF_ERROR,

  /** It may be served once the handler has confirmed it (RFC 9111, 4.3). */
  KEPT,

  /** It may not be served. */
  EXPIRED
}
