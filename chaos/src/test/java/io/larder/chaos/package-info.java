/**
 * Applications over a real Redis to which everything happens that can: what users see, and a check
 * that nobody is ever served what was invalidated before.
 */
@NullMarked
package io.larder.chaos;

import org.jspecify.annotations.NullMarked;
