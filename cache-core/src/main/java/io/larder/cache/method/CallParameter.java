package io.larder.cache.method;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * One parameter of a method.
 *
 * @param index from 0
 * @param name by which templates know it; null if nobody has said
 * @param marked whether {@code @CacheKey} stands on it
 * @param type with its variables replaced
 * @param subject what a sentence calls it, class and method included
 */
record CallParameter(int index, @Nullable String name, boolean marked, Type type, String subject) {

  CallParameter withType(Type other) {
    return new CallParameter(index, name, marked, other, subject);
  }
}
