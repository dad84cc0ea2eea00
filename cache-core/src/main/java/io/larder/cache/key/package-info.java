/** Keys: pure functions from a description of a request, or of a method's arguments, to text. */
@NullMarked
package io.larder.cache.key;

import org.jspecify.annotations.NullMarked;
