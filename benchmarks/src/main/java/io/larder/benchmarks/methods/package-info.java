/** What a hit of a method's cache costs, against the same by others and by hand. */
@NullMarked
package io.larder.benchmarks.methods;

import org.jspecify.annotations.NullMarked;
