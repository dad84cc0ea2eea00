/** The engine under a cache: what becomes of a call, one class for each step of its way. */
@NullMarked
package io.larder.cache.engine;

import org.jspecify.annotations.NullMarked;
