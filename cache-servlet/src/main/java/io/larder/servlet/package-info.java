/** The servlet filter that answers from the cache and stores what may be stored. */
@NullMarked
package io.larder.servlet;

import org.jspecify.annotations.NullMarked;
