/**
 * Plans of methods that cache: what their annotations say, read and checked once, when a proxy is
 * made, so that a call parses nothing and asks reflection nothing.
 */
@NullMarked
package io.larder.cache.method;

import org.jspecify.annotations.NullMarked;
