package io.larder.http;

import java.util.Locale;

/** Why a response is not stored. */
public enum Refusal {
  /** The request had a method whose answers are not stored. */
  METHOD,
  /** The request had content, which no key holds. */
  REQUEST_BODY,
  /** The request had {@code Authorization} (RFC 9111, 3.5). */
  AUTHORIZATION,
  /** The container knew the user. */
  PRINCIPAL,
  /** There was a session. */
  SESSION,
  /** The rule does not have this status. */
  STATUS,
  /** It is a part of a representation (RFC 9111, 3.3). */
  PARTIAL,
  /** It says {@code no-store} (RFC 9111, 5.2.2.5). */
  NO_STORE,
  /** It says {@code private}, for some fields at least (RFC 9111, 5.2.2.7). */
  PRIVATE,
  /** It says {@code no-cache}, for some fields at least (RFC 9111, 5.2.2.4). */
  NO_CACHE,
  /** It says {@code must-understand} with a status that nobody knows (RFC 9111, 5.2.2.3). */
  MUST_UNDERSTAND,
  /** It sets a cookie. */
  SET_COOKIE,
  /** It has a nonce that is good for this response alone (CSP Level 3, 7.1). */
  NONCE,
  /** It has a token by which the user's next request is told from a forged one. */
  CSRF_TOKEN,
  /** It has a field that is none: with a control character, or with a name that is no token. */
  MALFORMED_FIELD,
  /** It varies on something that the key does not hold (RFC 9111, 4.1). */
  VARY,
  /** Its content is encoded. */
  CONTENT_ENCODING,
  /** Its transfer is encoded by the handler itself. */
  TRANSFER_ENCODING,
  /** It has trailer fields. */
  TRAILER,
  /** It is a stream of events, which has no end. */
  EVENT_STREAM,
  /** Neither it nor the rule says how long it is fresh. */
  NO_LIFETIME,
  /** It is not fresh (any more). */
  STALE,
  /** Its length is not the one that it announced (RFC 9111, 3.3). */
  LENGTH;

  private final String token = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The reason as {@code Cache-Status} says it, such as {@code set-cookie}. */
  public String token() {
    return token;
  }
}
