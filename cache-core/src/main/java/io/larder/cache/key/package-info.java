/**
 * Keys of cached things: from a plain description of a request, or from the arguments of a method,
 * to one line of printable ASCII.
 *
 * <p>Nothing here knows a servlet container, a store or a clock. Every key follows one promise: two
 * different requests, or two different lists of arguments, never share a key. Where that promise
 * and a hit are in conflict, the hit loses: an ambiguous request has no key at all and is answered
 * without the cache, a request that is merely written unusually may have a key of its own.
 */
@NullMarked
package io.larder.cache.key;

import org.jspecify.annotations.NullMarked;
