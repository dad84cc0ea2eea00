/** A server with a small heap under ordinary and hostile load at once: see {@link Soak}. */
@NullMarked
package io.larder.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
