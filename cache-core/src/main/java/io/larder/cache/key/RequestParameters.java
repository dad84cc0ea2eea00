package io.larder.cache.key;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query in their order, decoded as UTF-8: what a servlet container would say,
 * without touching the request's body.
 *
 * <p>Immutable and thread-safe. A parameter without an equals sign has the empty value.
 *
 * @param list all parameters in the order in which they came
 */
public record RequestParameters(List<Parameter> list) {

  /**
   * One name and one of its values.
   *
   * @param name the decoded name
   * @param value the decoded value
   */
  public record Parameter(String name, String value) {}

  /** Copies the list. */
  public RequestParameters {
    list = List.copyOf(list);
  }

  /**
   * The parameters of a query as it came over the wire; null if it has a malformed escape, bytes
   * that are not UTF-8, or a raw character beyond ASCII: such a query can be read in several ways.
   */
  public static @Nullable RequestParameters parse(@Nullable String rawQuery) {
    List<Parameter> parameters = new ArrayList<>();
    String query = rawQuery == null ? "" : rawQuery;
    int start = 0;
    while (start < query.length()) {
      int ampersand = query.indexOf('&', start);
      int end = ampersand < 0 ? query.length() : ampersand;
      if (end > start) {
        int equals = query.indexOf('=', start);
        boolean hasValue = equals >= 0 && equals < end;
        String name = decode(query, start, hasValue ? equals : end);
        String value = hasValue ? decode(query, equals + 1, end) : "";
        if (name == null || value == null) {
          return null;
        }
        parameters.add(new Parameter(name, value));
      }
      start = end + 1;
    }
    return new RequestParameters(parameters);
  }

  /** The first value of a parameter, or null if there is none of this name. */
  public @Nullable String first(String name) {
    for (Parameter parameter : list) {
      if (parameter.name().equals(name)) {
        return parameter.value();
      }
    }
    return null;
  }

  /** All values of a parameter in their order; empty if there is none of this name. */
  public List<String> all(String name) {
    return list.stream()
        .filter(parameter -> parameter.name().equals(name))
        .map(Parameter::value)
        .toList();
  }

  private static @Nullable String decode(String query, int start, int end) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(end - start);
    for (int i = start; i < end; i++) {
      int octet = query.charAt(i);
      if (octet == '+') {
        octet = ' ';
      } else if (octet == '%') {
        octet = i + 2 < end ? Percent.byteAt(query, i) : -1;
        i += 2;
      } else if (octet > 0x7F) {
        return null;
      }
      if (octet < 0) {
        return null;
      }
      bytes.write(octet);
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
