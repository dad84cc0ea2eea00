package io.larder.http;

/** What the response to a HEAD does to the stored response to a GET (RFC 9111, 4.3.5). */
public enum HeadEffect {
  /** It describes what is stored: its fields are updated ({@link FieldRules#updated}). */
  UPDATE,

  /** It describes something else: what is stored is no more what a GET would get. */
  INVALIDATE,

  /** It says nothing about what is stored. */
  NONE
}
