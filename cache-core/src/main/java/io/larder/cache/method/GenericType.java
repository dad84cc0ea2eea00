package io.larder.cache.method;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A generic type with other type arguments; equal to the same one of the platform's own. */
final class GenericType implements ParameterizedType {

  private final ParameterizedType written;
  private final List<Type> arguments;

  GenericType(ParameterizedType written, List<Type> arguments) {
    this.written = written;
    this.arguments = List.copyOf(arguments);
  }

  @Override
  public Type[] getActualTypeArguments() {
    return arguments.toArray(Type[]::new);
  }

  @Override
  public Type getRawType() {
    return written.getRawType();
  }

  @Override
  public @Nullable Type getOwnerType() {
    return written.getOwnerType();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ParameterizedType that
        && getRawType().equals(that.getRawType())
        && Objects.equals(getOwnerType(), that.getOwnerType())
        && arguments.equals(List.of(that.getActualTypeArguments()));
  }

  /** As the platform's own types count it, since they can be equal to this. */
  @Override
  public int hashCode() {
    return Arrays.hashCode(getActualTypeArguments())
        ^ Objects.hashCode(getOwnerType())
        ^ getRawType().hashCode();
  }

  @Override
  public String toString() {
    return getRawType().getTypeName()
        + arguments.stream().map(Type::getTypeName).collect(Collectors.joining(", ", "<", ">"));
  }
}
