/** What a kind of storage implements to stand under a {@link io.larder.cache.Larder}. */
@NullMarked
package io.larder.cache.spi;

import org.jspecify.annotations.NullMarked;
