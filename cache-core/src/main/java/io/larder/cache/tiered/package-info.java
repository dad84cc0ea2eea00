/**
 * A store over another one: copies in the memory of this JVM, over a store that several machines
 * share, kept coherent by its logical clock. For the backends of this project.
 */
@NullMarked
package io.larder.cache.tiered;

import org.jspecify.annotations.NullMarked;
