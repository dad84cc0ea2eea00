/** What hits, fills and invalidations on Redis cost, against the same by others and by hand. */
@NullMarked
package io.larder.benchmarks.redis;

import org.jspecify.annotations.NullMarked;
