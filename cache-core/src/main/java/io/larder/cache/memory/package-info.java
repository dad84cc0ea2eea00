/** The store in memory, on Caffeine. */
@NullMarked
package io.larder.cache.memory;

import org.jspecify.annotations.NullMarked;
