package io.larder.cache.engine;

import org.jspecify.annotations.Nullable;

/**
 * What a caller is given of what was found.
 *
 * @param value the value
 * @param <V> its type
 */
record Served<V>(@Nullable V value) {}
