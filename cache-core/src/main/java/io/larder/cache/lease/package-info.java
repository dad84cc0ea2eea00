/** One load in all processes that share a store, for the caches of this project. */
@NullMarked
package io.larder.cache.lease;

import org.jspecify.annotations.NullMarked;
