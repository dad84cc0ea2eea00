package io.larder.cache.codec;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * A generic type, caught by an anonymous subclass: {@code new TypeToken<List<University>>() {}}.
 *
 * @param <V> the type
 */
public abstract class TypeToken<V> {

  private final Type type;

  /**
   * Catches the type argument of the subclass.
   *
   * @throws IllegalArgumentException if there is none
   */
  protected TypeToken() {
    if (!(getClass().getGenericSuperclass() instanceof ParameterizedType token)
        || token.getRawType() != TypeToken.class) {
      throw new IllegalArgumentException(
          "a TypeToken needs its type: write new TypeToken<List<String>>() {}");
    }
    type = token.getActualTypeArguments()[0];
  }

  /** Returns the type. */
  public final Type type() {
    return type;
  }
}
