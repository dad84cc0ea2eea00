package io.larder.http;

/** Whether responses with a {@code Content-Encoding} are stored (RFC 9110, 8.4). */
public enum ContentEncodings {
  /** They are not. The default: a client might get a coding that it has not asked for. */
  REFUSED,

  /**
   * They are if the response says in {@code Vary} that it depends on {@code Accept-Encoding}, and
   * the key or the variants tell such responses apart. For applications that compress themselves.
   */
  IF_VARIED,

  /** They are like all others. For a proxy: its origin answers for what it says in Vary. */
  STORED
}
