/** One load for many callers: the single flight that the filter and the engine share. */
@NullMarked
package io.larder.cache.flight;

import org.jspecify.annotations.NullMarked;
