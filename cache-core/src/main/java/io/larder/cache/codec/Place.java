package io.larder.cache.codec;

import java.util.Objects;

/** Where a value lies, as a store tells a codec. Immutable, if the key is not changed. */
public final class Place {

  private final byte[] key;
  private final long maxBytes;

  /**
   * Creates a place.
   *
   * @param key the name under which the store keeps the value, whole: with namespace and view. It
   *     is not copied, and must not be changed
   * @param maxBytes how many bytes a value may have there, as its own codec writes it
   */
  public Place(byte[] key, long maxBytes) {
    this.key = Objects.requireNonNull(key, "key");
    this.maxBytes = maxBytes;
  }

  /** Returns the name under which the store keeps the value; not to be changed. */
  public byte[] key() {
    return key;
  }

  /** Returns how many bytes a value may have there, before it is compressed or sealed. */
  public long maxBytes() {
    return maxBytes;
  }
}
