/**
 * For tests of code that uses Larder: time that is moved by hand, stores that fail on demand,
 * loaders that stop until they are let go, assertions.
 */
@NullMarked
package io.larder.testkit;

import org.jspecify.annotations.NullMarked;
