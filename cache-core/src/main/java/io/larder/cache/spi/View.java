package io.larder.cache.spi;

import io.larder.cache.codec.Codec;

/**
 * What a backend is asked to open: a name, the prefix of its keys and the codec of its values.
 *
 * @param name the view's name, for messages and for its share of the budget
 * @param prefix what stands before each key of the view: {@code "name:"}, or nothing for pages
 * @param codec writes and reads the values
 * @param <V> the type of the values
 */
public record View<V>(String name, String prefix, Codec<V> codec) {}
