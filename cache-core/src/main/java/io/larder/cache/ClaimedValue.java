package io.larder.cache;

import org.jspecify.annotations.Nullable;

/**
 * A value and the claim under which it was computed: one of many that are stored at once.
 *
 * @param claim the claim, taken before the value was computed
 * @param value the value; {@code null} is one too
 * @param terms how long it is usable, and its tags
 * @param <V> the type of the value
 */
public record ClaimedValue<V>(Claim claim, @Nullable V value, Terms terms) {}
