/** What the example and the gateway have in common as servers. */
@NullMarked
package io.larder.example.server;

import org.jspecify.annotations.NullMarked;
