/** What a hit costs, against the same work without Larder. */
@NullMarked
package io.larder.benchmarks;

import org.jspecify.annotations.NullMarked;
