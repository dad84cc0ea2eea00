/** For tests of code that uses Larder: time that is moved by hand, stores that fail on demand. */
@NullMarked
package io.larder.testkit;

import org.jspecify.annotations.NullMarked;
