/** An embedded server with one slow endpoint, cached by one line. */
@NullMarked
package io.larder.example;

import org.jspecify.annotations.NullMarked;
