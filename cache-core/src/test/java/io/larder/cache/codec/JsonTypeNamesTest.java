package io.larder.cache.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.annotation.JsonTypeIdResolver;
import tools.jackson.databind.jsontype.impl.TypeIdResolverBase;

/** Bytes that are read from a store never name a class to load. */
class JsonTypeNamesTest {

  /** Counts how often anything of it ran: loading, making, setting. */
  static final AtomicInteger TOUCHED = new AtomicInteger();

  /** What somebody who can write to the store would like to have made. */
  public static class Gadget implements Shape, MinimalShape, Named {
    static {
      TOUCHED.incrementAndGet();
    }

    public Gadget() {
      TOUCHED.incrementAndGet();
    }

    public void setCommand(String command) {
      TOUCHED.incrementAndGet();
    }
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
  interface Shape {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.MINIMAL_CLASS)
  interface MinimalShape {}

  interface Named {}

  record ByField(@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) Object any) {}

  record ByWrapper(
      @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, include = JsonTypeInfo.As.WRAPPER_ARRAY)
          Named any) {}

  record ByExternal(
      @JsonTypeInfo(
              use = JsonTypeInfo.Id.CLASS,
              include = JsonTypeInfo.As.EXTERNAL_PROPERTY,
              property = "t")
          Object any) {}

  record ByElement(@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) List<Object> any) {}

  record Deep(List<Map<String, ByField>> nested) {}

  record ByResolver(
      @JsonTypeInfo(use = JsonTypeInfo.Id.NAME) @JsonTypeIdResolver(Loads.class) Object any) {}

  record ByCustom(
      @JsonTypeInfo(use = JsonTypeInfo.Id.CUSTOM) @JsonTypeIdResolver(Loads.class) Object any) {}

  record HoldsClass(Class<?> type) {}

  record HoldsJavaType(JavaType type) {}

  static final class Loads extends TypeIdResolverBase {
    private static final long serialVersionUID = 1L;

    @Override
    public String idFromValue(DatabindContext context, Object value) {
      return value.getClass().getName();
    }

    @Override
    public String idFromValueAndType(DatabindContext context, Object value, Class<?> type) {
      return type.getName();
    }

    @Override
    public JavaType typeFromId(DatabindContext context, String id) {
      return context.getTypeFactory().constructFromCanonical(id);
    }

    @Override
    public JsonTypeInfo.Id getMechanism() {
      return JsonTypeInfo.Id.CUSTOM;
    }
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Circle.class, name = "circle"),
    @JsonSubTypes.Type(value = Square.class, name = "square")
  })
  sealed interface Figure permits Circle, Square {}

  record Circle(double radius) implements Figure {}

  record Square(double side) implements Figure {}

  static Stream<Type> namingTypes() {
    return Stream.of(
        Shape.class,
        MinimalShape.class,
        ByField.class,
        ByWrapper.class,
        ByExternal.class,
        ByElement.class,
        Deep.class,
        ByResolver.class,
        ByCustom.class,
        HoldsClass.class,
        HoldsJavaType.class,
        Class.class,
        new TypeToken<List<Shape>>() {}.type(),
        new TypeToken<Map<String, ByField[]>>() {}.type(),
        new TypeToken<List<Class<?>>>() {}.type());
  }

  @AfterEach
  void nothingOfTheGadgetEverRan() {
    assertThat(TOUCHED).hasValue(0);
  }

  @ParameterizedTest
  @MethodSource("namingTypes")
  void aTypeWhoseDataNamesClassesIsRefusedWhenTheCodecIsMade(Type type) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Codecs.json(type))
        .withMessageContaining(type.getTypeName())
        .withMessageContaining("name a class to load");
  }

  @Test
  void aClassNameInUntypedDataIsOnlyText() {
    String gadget = JsonTypeNamesTest.class.getName() + "$Gadget";
    for (String json :
        List.of(
            "{\"@class\":\"" + gadget + "\",\"command\":\"x\"}",
            "[\"" + gadget + "\",{\"command\":\"x\"}]",
            "{\"@type\":\"" + gadget + "\"}")) {
      Object read =
          Codecs.json(Object.class).decode(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));

      assertThat(read).isInstanceOfAny(Map.class, List.class);
    }
  }

  @Test
  void subtypesThatTheTypeListsByNameAreRead() {
    Codec<List<Figure>> codec = Codecs.json(new TypeToken<List<Figure>>() {});
    List<Figure> figures = List.of(new Circle(1), new Square(2));
    byte[] encoded = codec.encode(figures);

    assertThat(new String(encoded, StandardCharsets.UTF_8))
        .contains("circle")
        .doesNotContain("io.");
    assertThat(codec.decode(ByteBuffer.wrap(encoded))).isEqualTo(figures);
  }
}
