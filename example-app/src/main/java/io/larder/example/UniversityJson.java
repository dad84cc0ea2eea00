package io.larder.example;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Universities as JSON: what is read must be exactly what is claimed, what is written is UTF-8. */
final class UniversityJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private UniversityJson() {}

  static byte[] write(List<University> universities) {
    return MAPPER.writeValueAsBytes(universities);
  }

  /**
   * Reads an array of universities; fields that are not ours are ignored.
   *
   * @throws IllegalArgumentException if it is anything else, with what is wrong
   */
  static List<University> read(byte[] json) {
    JsonNode array;
    try {
      array = MAPPER.readTree(json);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("it is no JSON", e);
    }
    if (!array.isArray()) {
      throw new IllegalArgumentException("it is no JSON array");
    }
    List<University> universities = new ArrayList<>(array.size());
    for (JsonNode element : array) {
      if (!element.isObject()) {
        throw new IllegalArgumentException("it is no array of objects");
      }
      universities.add(university(element));
    }
    return universities;
  }

  private static University university(JsonNode object) {
    String name = text(object, "name");
    String country = text(object, "country");
    if (name == null || country == null) {
      throw new IllegalArgumentException("a university has no name or no country");
    }
    return new University(
        name,
        country,
        text(object, "alpha_two_code"),
        text(object, "state-province"),
        texts(object, "domains"),
        texts(object, "web_pages"));
  }

  private static @Nullable String text(JsonNode object, String field) {
    JsonNode value = object.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isString()) {
      throw new IllegalArgumentException(field + " is no text");
    }
    return value.stringValue();
  }

  private static List<String> texts(JsonNode object, String field) {
    JsonNode value = object.path(field);
    if (!value.isArray() || value.values().stream().anyMatch(it -> !it.isString())) {
      throw new IllegalArgumentException(field + " is no list of texts");
    }
    return value.values().stream().map(JsonNode::stringValue).toList();
  }
}
