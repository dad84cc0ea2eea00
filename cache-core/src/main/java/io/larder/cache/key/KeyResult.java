package io.larder.cache.key;

import org.jspecify.annotations.Nullable;

/**
 * The key of a request, or the reason why it has none.
 *
 * <p>A request without a key is never looked up, stored or coalesced with another.
 */
public sealed interface KeyResult permits KeyResult.Key, NoKey {

  /** The key's text, or null if there is no key. */
  @Nullable String orNull();

  /**
   * The key's text, for callers that wrote the URI themselves.
   *
   * @throws IllegalArgumentException if there is no key, with the reason in a sentence
   */
  String orElseThrow();

  /**
   * A key: one line of printable ASCII without space or braces, to be put behind a namespace.
   *
   * @param text the key
   */
  record Key(String text) implements KeyResult {

    @Override
    public String orNull() {
      return text;
    }

    @Override
    public String orElseThrow() {
      return text;
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
