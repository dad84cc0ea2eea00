/** A caching reverse proxy for any HTTP API: a servlet that asks an origin, behind the filter. */
@NullMarked
package io.larder.example.gateway;

import org.jspecify.annotations.NullMarked;
