/**
 * Stores and what an application holds of them: {@link io.larder.cache.Larder}, typed views,
 * entries, claims.
 */
@NullMarked
package io.larder.cache;

import org.jspecify.annotations.NullMarked;
