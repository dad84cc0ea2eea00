package io.larder.cache;

import io.larder.cache.codec.Codec;
import io.larder.cache.codec.Compression;
import io.larder.cache.codec.SealingKeys;
import org.jspecify.annotations.Nullable;

/**
 * How values are written where a store writes bytes. What a codec does already it does as before:
 * what was said closer to the values wins.
 *
 * @param compression null: that is not for this one to say
 * @param keys null: likewise
 */
record StoredForm(@Nullable Compression compression, @Nullable SealingKeys keys) {

  <V> Codec<V> of(Codec<V> codec) {
    Codec<V> packed = compression == null ? codec : codec.compressed(compression);
    return keys == null ? packed : packed.sealed(keys);
  }
}
