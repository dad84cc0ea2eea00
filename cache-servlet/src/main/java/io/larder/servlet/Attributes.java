package io.larder.servlet;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one source says about a rule: a value for each attribute that it sets. Immutable. */
final class Attributes {

  static final Attributes NONE = new Attributes(Map.of());

  private final Map<Attribute<?>, Object> values;

  private Attributes(Map<Attribute<?>, Object> values) {
    this.values = values;
  }

  /** The value of an attribute, or null if this source does not set it. */
  @SuppressWarnings("unchecked") // put and with take an attribute and a value of one type
  <T> @Nullable T get(Attribute<T> attribute) {
    return (T) values.get(attribute);
  }

  /** The value of an attribute, or another one if this source does not set it. */
  <T> T get(Attribute<T> attribute, T otherwise) {
    T value = get(attribute);
    return value == null ? otherwise : value;
  }

  boolean has(Attribute<?> attribute) {
    return values.containsKey(attribute);
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  /** These, and the value of one more attribute. */
  <T> Attributes with(Attribute<T> attribute, T value) {
    Map<Attribute<?>, Object> all = new LinkedHashMap<>(values);
    all.put(attribute, value);
    return new Attributes(Collections.unmodifiableMap(all));
  }

  /** These, and what another source says about attributes that these do not set. */
  Attributes over(Attributes lower) {
    if (lower.isEmpty()) {
      return this;
    }
    Map<Attribute<?>, Object> all = new LinkedHashMap<>(lower.values);
    all.putAll(values);
    // Ways to name the parameters exclude each other: the upper source's way replaces the lower's.
    if (Vocabulary.KEY_WAYS.stream().anyMatch(this::has)) {
      Vocabulary.KEY_WAYS.stream().filter(way -> !has(way)).forEach(all::remove);
    }
    return new Attributes(Collections.unmodifiableMap(all));
  }

  /** The names of the attributes alone: values may be code. */
  @Override
  public String toString() {
    return values.keySet().toString();
  }
}
