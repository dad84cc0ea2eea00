/** What is put on a servlet or a method to have it cached. */
@NullMarked
package io.larder.cache.annotation;

import org.jspecify.annotations.NullMarked;
