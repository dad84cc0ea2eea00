package io.larder.cache.engine;

import org.jspecify.annotations.Nullable;

/**
 * What a load hands to those who wait for it.
 *
 * @param value the value
 * @param events how many invalidations there had been when the load began
 * @param began when that was, by the ticker
 * @param <V> its type
 */
record Landed<V>(@Nullable V value, long events, long began) {}
