package io.larder.cache.spi;

import io.larder.cache.Limits;
import io.larder.cache.Ticker;
import java.time.Duration;

/**
 * What every backend of a Larder is given.
 *
 * @param namespace the namespace, {@code [A-Za-z0-9._-]{1,64}}
 * @param ticker the source of monotonic time
 * @param limits what may be stored
 * @param fenceWindow how long a claim without a value lives; a load that takes longer is not stored
 * @param maxEntries the number of entries that a view in memory holds whose values have no known
 *     size
 */
public record BackendContext(
    String namespace, Ticker ticker, Limits limits, Duration fenceWindow, long maxEntries) {}
