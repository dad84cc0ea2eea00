/** Chance in lifetimes: when what was stored together ends, and who computes it anew. */
@NullMarked
package io.larder.cache.freshness;

import org.jspecify.annotations.NullMarked;
