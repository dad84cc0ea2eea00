package io.larder.cache.codec;

import java.nio.ByteBuffer;
import java.util.OptionalLong;

/**
 * Turns values of one fixed type into bytes and back.
 *
 * <p>The type is fixed when the codec is made; nothing read from a store ever names a class to
 * load. Implementations are thread-safe and have no state. {@code null} never reaches a codec:
 * stores mark it themselves.
 *
 * <p>A store calls the methods with a {@link Place}. What a codec wants to know of it is its own
 * affair; most want nothing, and have the methods without it alone.
 *
 * @param <V> the type of the values
 */
public interface Codec<V> {

  /**
   * Returns the bytes of a value; the array belongs to the caller.
   *
   * @throws CodecException if the value cannot be written
   */
  byte[] encode(V value);

  /**
   * Returns the value that the remaining bytes hold. The buffer may be kept only if the caller said
   * that it is not reused; stores of this project hand over fresh ones.
   *
   * @throws CodecException if they are not such a value; the store then answers with a miss
   */
  V decode(ByteBuffer bytes);

  /**
   * Returns the bytes of a value that is to lie in that place, as {@link #encode(Object)} does.
   *
   * @throws CodecException if the value cannot be written
   */
  default byte[] encode(V value, Place place) {
    return encode(value);
  }

  /**
   * Returns the value that lies in that place, as {@link #decode(ByteBuffer)} does.
   *
   * @throws CodecException if the bytes are not such a value, or do not belong in that place
   */
  default V decode(ByteBuffer bytes, Place place) {
    return decode(bytes);
  }

  /**
   * Returns this codec with compression: a value whose bytes are as many as the threshold, or more,
   * is written compressed if that makes it smaller by a tenth, and by less than a thousand times;
   * others are written as this codec writes them.
   *
   * <p>What is written says itself how it is written. So the codec reads what it has written with
   * any other setting, {@link Compression#NONE} among them, and what this codec alone has written,
   * unless that begins with the byte {@code C1}, which no text in UTF-8 and no JSON does. A {@link
   * io.larder.cache.Larder} puts such a codec around each that a store writes bytes with, set or
   * not: there everything is read, and compression may be switched on and off at any time, on one
   * node before the other.
   *
   * <p>No value becomes longer by reading it than its {@linkplain Place#maxBytes() place} allows
   * (512 MiB without a place), nor a thousand times as long as what is stored: it cannot be read
   * then. One that is too long is not compressed either, so that a store refuses it by its true
   * size. What has been damaged cannot be read; of values that are not compressed the store's own
   * checksum tells.
   *
   * <p>A codec that compresses already is returned as it is, and one that seals does it before it
   * seals.
   */
  default Codec<V> compressed(Compression compression) {
    return new CompressedCodec<>(this, compression);
  }

  /**
   * Returns this codec with encryption: values are written so that only who has one of the keys can
   * read them, or can write any that are read (AES-GCM, NIST SP 800-38D), and each in its {@link
   * Place} alone. Each has 34 bytes more.
   *
   * <p>What was changed, what was moved from under another key, what is sealed with an unknown key
   * and what is not sealed at all cannot be read, which is a miss. Where the methods without a
   * place are called, nothing can be written or read.
   *
   * <p>A codec that seals already is returned as it is.
   */
  default Codec<V> sealed(SealingKeys keys) {
    return new SealedCodec<>(this, keys);
  }

  /**
   * Returns about how many bytes a value occupies in memory, without encoding it, or empty where
   * that cannot be known; a view of such values is bounded by entries instead.
   */
  default OptionalLong sizeOf(V value) {
    return OptionalLong.empty();
  }

  /**
   * Returns a short text that another form of the type has another one of, of {@code A-Z a-z 0-9 .
   * _ -}, so that values of both live side by side; empty where the form cannot change.
   */
  default String schema() {
    return "";
  }

  /** Returns whether {@link #sizeOf} knows each value's size. */
  default boolean sized() {
    return false;
  }
}
