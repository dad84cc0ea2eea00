package io.larder.cache.codec;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.OptionalLong;

/** Seals what another codec has written, and reads nothing that is not sealed. */
record SealedCodec<V>(Codec<V> inner, SealingKeys keys) implements Codec<V> {

  SealedCodec {
    Objects.requireNonNull(keys, "keys");
  }

  @Override
  public byte[] encode(V value) {
    throw placeless();
  }

  @Override
  public V decode(ByteBuffer bytes) {
    throw placeless();
  }

  private static CodecException placeless() {
    return new CodecException(
        "a sealed value belongs to the key under which it lies: the store has to say it, by the"
            + " methods with a Place",
        null);
  }

  @Override
  public byte[] encode(V value, Place place) {
    return keys.seal(inner.encode(value, place), place.key());
  }

  @Override
  public V decode(ByteBuffer bytes, Place place) {
    return inner.decode(ByteBuffer.wrap(keys.open(bytes, place.key())), place);
  }

  /** What is sealed looks like chance, and chance cannot be compressed. */
  @Override
  public Codec<V> compressed(Compression compression) {
    return new SealedCodec<>(inner.compressed(compression), keys);
  }

  @Override
  public Codec<V> sealed(SealingKeys keys) {
    Objects.requireNonNull(keys, "keys");
    return this;
  }

  @Override
  public OptionalLong sizeOf(V value) {
    return inner.sizeOf(value);
  }

  @Override
  public String schema() {
    return inner.schema();
  }

  @Override
  public boolean sized() {
    return inner.sized();
  }

  @Override
  public String toString() {
    return inner + ", sealed";
  }
}
