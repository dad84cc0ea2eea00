package io.larder.cache.codec;

import java.lang.reflect.Type;
import java.util.Objects;

/**
 * The codecs that come with Larder: bytes and text as they are, and JSON of one fixed type.
 *
 * <p>Two calls with the same type return codecs that are equal. All are thread-safe.
 */
public final class Codecs {

  private Codecs() {}

  /** Returns the codec of byte arrays; both ways it copies. */
  public static Codec<byte[]> bytes() {
    return BytesCodec.INSTANCE;
  }

  /**
   * Returns the codec of text in UTF-8. What is no Unicode text (a lone surrogate) cannot be
   * written, and bytes that are no UTF-8 cannot be read; nothing is replaced by a question mark.
   */
  public static Codec<String> utf8() {
    return Utf8Codec.INSTANCE;
  }

  /**
   * Returns what stands for a codec where values are kept by reference, and never written: see
   * {@link io.larder.cache.spi.Backend#keepsReferences}. It can neither write nor read.
   */
  public static <V> Codec<V> references(Type type) {
    return new ReferenceCodec<>(Objects.requireNonNull(type, "type"));
  }

  /**
   * Returns the codec of values of one class as JSON, by Jackson 3.
   *
   * <p>The class alone says what is read. A type that lets the data name a class ({@code
   * JsonTypeInfo} by class name, a type id resolver, {@code Class} itself) is refused. A field that
   * the type does not have was written by another version of it: such a value cannot be read, and a
   * store answers with a miss. JSON {@code null} is no value.
   *
   * @throws IllegalArgumentException if the class cannot be fixed so
   * @throws IllegalStateException if {@code tools.jackson.core:jackson-databind} is not on the
   *     class path
   */
  @SuppressWarnings("unchecked") // the codec reads what the class says
  public static <V> Codec<V> json(Class<V> type) {
    return (Codec<V>) json((Type) type);
  }

  /**
   * Returns the codec of values of one generic type as JSON: {@code Codecs.json(new
   * TypeToken<List<University>>() {})}; see {@link #json(Class)}.
   *
   * @throws IllegalArgumentException as {@link #json(Class)} does
   * @throws IllegalStateException as {@link #json(Class)} does
   */
  @SuppressWarnings("unchecked") // the codec reads what the token says
  public static <V> Codec<V> json(TypeToken<V> type) {
    return (Codec<V>) json(type.type());
  }

  /**
   * Returns the codec of values of a type that reflection has found, such as a method's result; see
   * {@link #json(Class)}.
   *
   * @throws IllegalArgumentException as {@link #json(Class)} does
   * @throws IllegalStateException as {@link #json(Class)} does
   */
  public static Codec<?> json(Type type) {
    Objects.requireNonNull(type, "type");
    try {
      return JsonCodec.of(type);
    } catch (NoClassDefFoundError e) {
      if (!String.valueOf(e.getMessage()).contains("jackson")) {
        throw e;
      }
      throw new IllegalStateException(
          "Codecs.json needs Jackson 3: add the dependency tools.jackson.core:jackson-databind", e);
    }
  }
}
