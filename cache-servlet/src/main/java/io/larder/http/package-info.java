/** The rules of HTTP caching as pure functions: no servlet, no clock, no input or output. */
@NullMarked
package io.larder.http;

import org.jspecify.annotations.NullMarked;
