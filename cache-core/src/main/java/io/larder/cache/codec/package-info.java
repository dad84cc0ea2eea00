/** Values of one fixed type as bytes and back. */
@NullMarked
package io.larder.cache.codec;

import org.jspecify.annotations.NullMarked;
