/** Content codings (RFC 9110, 8.4.1): those of the JDK, and those whose libraries are there. */
@NullMarked
package io.larder.cache.coding;

import org.jspecify.annotations.NullMarked;
