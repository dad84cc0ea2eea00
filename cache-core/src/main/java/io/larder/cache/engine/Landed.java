package io.larder.cache.engine;

import org.jspecify.annotations.Nullable;

/**
 * What a load hands to those who wait for it.
 *
 * @param value the value
 * @param deferrals how many invalidations the store had not taken when the load began
 * @param <V> its type
 */
record Landed<V>(@Nullable V value, long deferrals) {}
