package io.larder.cache.codec;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;
import tools.jackson.databind.module.SimpleModule;

/**
 * Sets Jackson up so that no data names a class, and so that its limits do not depend on a
 * version's defaults.
 */
final class FixedTypes {

  /** What {@link io.larder.cache.Limits} allows a value at most; stores check the size set. */
  private static final int MOST_BYTES = 1 << 29;

  private static final int DEPTH = 500;

  private FixedTypes() {}

  static JsonMapper mapper() {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxDocumentLength(MOST_BYTES)
                    .maxStringLength(MOST_BYTES)
                    .maxNestingDepth(DEPTH)
                    .maxNameLength(50_000)
                    .maxNumberLength(1_000)
                    .build())
            .streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(DEPTH).build())
            .build();
    SimpleModule module = new SimpleModule("larder");
    module.addDeserializer(Class.class, new NoClasses<>());
    module.addDeserializer(JavaType.class, new NoClasses<>());
    return JsonMapper.builder(factory)
        .annotationIntrospector(new NoClassNames())
        .polymorphicTypeValidator(new NothingIsAllowed())
        .deactivateDefaultTyping()
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        // A time comes back in its own zone, and not as the same moment in another.
        .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
        .disable(DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID)
        .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
        .addModule(module)
        .build();
  }

  private static CodecException named(Object where) {
    return new CodecException(
        where
            + " lets the data name a class to load: give it a fixed type, or JsonTypeInfo by NAME with"
            + " its subtypes listed",
        null);
  }

  /** Refuses types whose data holds class names, as soon as such a type is looked into. */
  private static final class NoClassNames extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    @Override
    public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(
        MapperConfig<?> config, Annotated annotated) {
      JsonTypeInfo.Value info = super.findPolymorphicTypeInfo(config, annotated);
      if (info == null) {
        return null;
      }
      return switch (info.getIdType()) {
        case CLASS, MINIMAL_CLASS, CUSTOM -> throw named(annotated.getName());
        default -> info;
      };
    }

    @Override
    public @Nullable Object findTypeIdResolver(MapperConfig<?> config, Annotated annotated) {
      if (super.findTypeIdResolver(config, annotated) != null) {
        throw named(annotated.getName());
      }
      return null;
    }

    @Override
    public @Nullable Object findTypeResolverBuilder(MapperConfig<?> config, Annotated annotated) {
      if (super.findTypeResolverBuilder(config, annotated) != null) {
        throw named(annotated.getName());
      }
      return null;
    }
  }

  /** Refuses every class by every name, should a way past the annotations be found. */
  private static final class NothingIsAllowed extends PolymorphicTypeValidator {

    private static final long serialVersionUID = 1L;

    @Override
    public Validity validateBaseType(DatabindContext context, JavaType base) {
      return Validity.DENIED;
    }

    @Override
    public Validity validateSubClassName(DatabindContext context, JavaType base, String name) {
      return Validity.DENIED;
    }

    @Override
    public Validity validateSubType(DatabindContext context, JavaType base, JavaType type) {
      return Validity.DENIED;
    }
  }

  /** Refuses fields that hold classes, which Jackson would load by their names. */
  private static final class NoClasses<T> extends ValueDeserializer<T> {

    @Override
    public ValueDeserializer<?> createContextual(
        DeserializationContext context, @Nullable BeanProperty property) {
      throw named(property == null ? "Class" : property.getFullName());
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) {
      throw named("Class");
    }
  }
}
