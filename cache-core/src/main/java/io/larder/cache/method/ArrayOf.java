package io.larder.cache.method;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** An array of a generic type; equal to the same one of the platform's own. */
final class ArrayOf implements GenericArrayType {

  private final Type component;

  ArrayOf(Type component) {
    this.component = component;
  }

  @Override
  public Type getGenericComponentType() {
    return component;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof GenericArrayType that
        && component.equals(that.getGenericComponentType());
  }

  @Override
  public int hashCode() {
    return component.hashCode();
  }

  @Override
  public String toString() {
    return component.getTypeName() + "[]";
  }
}
