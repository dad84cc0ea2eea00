package io.larder.http;

/**
 * Which representations of a page a client accepts, and which of them it likes better, where there
 * is one in a content coding and the plain one (RFC 9110, 12.5.3).
 */
public enum CodingChoice {
  /** The encoded one rather than the plain one. */
  ENCODED,

  /** The encoded one alone; the client has refused the plain one. */
  ENCODED_ONLY,

  /** The plain one rather than the encoded one. */
  PLAIN,

  /** The plain one alone, or nothing that there is: then it gets that all the same. */
  PLAIN_ONLY;

  /** Whether the client accepts the encoded one. */
  public boolean takesEncoded() {
    return this != PLAIN_ONLY;
  }

  /** Whether it is given the encoded one, as far as it does not ask for a part. */
  public boolean prefersEncoded() {
    return this == ENCODED || this == ENCODED_ONLY;
  }
}
