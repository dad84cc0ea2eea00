package io.larder.cache.method;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * That a method uses a cache, to tell whether two may share it.
 *
 * @param place the annotation
 * @param owner the class behind the proxy
 * @param cache its name
 * @param named whether the annotation names it
 * @param shape of the keys
 * @param valueType what is stored; null if nothing is
 * @param version of the values' form; empty if it says none
 */
record CacheUse(
    Place place,
    Class<?> owner,
    String cache,
    boolean named,
    KeyShape shape,
    @Nullable Type valueType,
    String version) {

  /** Whether it is the same annotation for the same class, compiled once more. */
  boolean isAgain(CacheUse other) {
    return place.equals(other.place) && owner == other.owner && cache.equals(other.cache);
  }
}
