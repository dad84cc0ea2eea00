package io.larder.cache.codec;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Values of one fixed type as JSON. Loaded only when asked for, so that bytes and text need no
 * Jackson.
 */
final class JsonCodec implements Codec<Object> {

  private final JavaType type;
  private final ObjectReader reader;
  private final ObjectWriter writer;

  private final String schema;

  private JsonCodec(JavaType type, ObjectReader reader, ObjectWriter writer, String schema) {
    this.type = type;
    this.reader = reader;
    this.writer = writer;
    this.schema = schema;
  }

  static Codec<?> of(Type type) {
    try {
      JsonMapper mapper = FixedTypes.mapper();
      JavaType fixed = mapper.constructType(type);
      // Both look into the type at once, and so refuse it here.
      ObjectReader reader = mapper.readerFor(fixed);
      ObjectWriter writer = mapper.writerFor(fixed);
      TypeForm form = TypeForm.of(mapper.serializationConfig(), fixed);
      requireReadable(mapper, fixed);
      form.types().forEach(each -> requireReadable(mapper, each));
      return new JsonCodec(fixed, reader, writer, form.digest());
    } catch (CodecException | JacksonException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "no JSON codec for " + type.getTypeName() + ": " + firstLine(e), e);
    }
  }

  /**
   * Refuses a type of which no value could be made: an interface without subtypes, a class without
   * a constructor for what it has. Only reading something tells that, be it nothing.
   */
  private static void requireReadable(JsonMapper mapper, JavaType type) {
    try {
      mapper.readerFor(type).readValue("{}");
    } catch (InvalidDefinitionException e) {
      throw e;
    } catch (JacksonException e) {
      // It wants something else than nothing.
    }
  }

  @Override
  public byte[] encode(Object value) {
    try {
      return writer.writeValueAsBytes(value);
    } catch (JacksonException e) {
      throw new CodecException("cannot write " + this + ": " + firstLine(e), e);
    }
  }

  @Override
  public Object decode(ByteBuffer bytes) {
    Object value;
    try {
      if (bytes.hasArray()) {
        value =
            reader.readValue(
                bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      } else {
        value = reader.readValue(BytesCodec.INSTANCE.decode(bytes));
      }
    } catch (JacksonException e) {
      // Not its message: that quotes what was read, which may be anybody's.
      throw new CodecException("cannot read " + this + ": " + e.getClass().getSimpleName(), e);
    }
    if (value == null) {
      throw new CodecException("cannot read " + this + ": null is no value", null);
    }
    return value;
  }

  @Override
  public String schema() {
    return schema;
  }

  private static String firstLine(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null && !(cause instanceof CodecException)) {
      cause = cause.getCause();
    }
    return e instanceof JacksonException jackson
        ? jackson.getOriginalMessage()
        : String.valueOf(cause.getMessage());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonCodec that && type.equals(that.type);
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }

  @Override
  public String toString() {
    return "JSON of " + type.toCanonical();
  }
}
