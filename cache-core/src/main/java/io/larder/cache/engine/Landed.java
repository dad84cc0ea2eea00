package io.larder.cache.engine;

import org.jspecify.annotations.Nullable;

/**
 * What a load hands to those who wait for it.
 *
 * @param value the value
 * @param events how many invalidations there had been when the load began
 * @param <V> its type
 */
record Landed<V>(@Nullable V value, long events) {}
