package io.larder.servlet;

import io.larder.cache.Ticker;
import java.time.InstantSource;

/**
 * What the parts of the engine stand on.
 *
 * @param store the stored pages
 * @param ticker tells how long something lasts
 * @param clock tells the time, for fields that name one
 */
record Backing(PageStore store, Ticker ticker, InstantSource clock) {}
