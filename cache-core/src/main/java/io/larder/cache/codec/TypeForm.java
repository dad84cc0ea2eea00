package io.larder.cache.codec;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.ClassIntrospector;

/**
 * What values of a type look like as JSON: the names and types of all that they consist of, in the
 * order of the names. A class that gains, loses or renames a component has another form, and so has
 * every type that contains it.
 *
 * <p>Types of the platform have the form that their name stands for.
 */
final class TypeForm {

  private static final int DIGITS = 8;

  private final MapperConfig<?> config;
  private final StringBuilder text = new StringBuilder();
  private final Set<JavaType> begun = new LinkedHashSet<>();

  private TypeForm(MapperConfig<?> config) {
    this.config = config;
  }

  /** Looks into a type, and all that it consists of. */
  static TypeForm of(MapperConfig<?> config, JavaType type) {
    TypeForm form = new TypeForm(config);
    form.write(type);
    return form;
  }

  /** Returns the types of the application that it consists of, itself included. */
  Set<JavaType> types() {
    return begun;
  }

  /** Returns the beginning of a digest of the form, in hexadecimal digits. */
  String digest() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every platform has SHA-256", e);
    }
  }

  private void write(JavaType type) {
    text.append(type.getRawClass().getName());
    writeAll(type.getBindings().getTypeParameters());
    if (type.isArrayType()) {
      writeAll(List.of(type.getContentType()));
    }
    if (!isPlatform(type) && !type.isEnumType() && begun.add(type)) {
      writeProperties(type);
      writeSubtypes(type);
    }
  }

  private void writeAll(List<JavaType> types) {
    text.append('<');
    types.forEach(this::write);
    text.append('>');
  }

  private void writeProperties(JavaType type) {
    ClassIntrospector introspector = config.classIntrospectorInstance();
    TreeSet<String> names = new TreeSet<>();
    List<BeanPropertyDefinition> properties =
        introspector
            .introspectForSerialization(type, introspector.introspectClassAnnotations(type))
            .findProperties();
    properties.forEach(each -> names.add(each.getName()));
    text.append('{');
    for (String name : names) {
      text.append(name).append(':');
      properties.stream()
          .filter(each -> each.getName().equals(name))
          .forEach(each -> write(each.getPrimaryType()));
      text.append(';');
    }
    text.append('}');
  }

  private void writeSubtypes(JavaType type) {
    JsonSubTypes subtypes = type.getRawClass().getAnnotation(JsonSubTypes.class);
    if (subtypes != null) {
      for (JsonSubTypes.Type each : subtypes.value()) {
        text.append('|').append(each.name()).append('=');
        write(config.constructType(each.value()));
      }
    }
  }

  private static boolean isPlatform(JavaType type) {
    Class<?> raw = type.getRawClass();
    return raw.isPrimitive()
        || raw.isArray()
        || raw.getClassLoader() == null
        || raw.getClassLoader() == ClassLoader.getPlatformClassLoader();
  }
}
