package io.larder.servlet;

import io.larder.http.HttpFields;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What of a request decides where its answer is stored, written down before the handler runs: when
 * an asynchronous one has ended, the container may have its request say what another one says.
 *
 * @param ruleTags the tags that its rule has for it
 * @param origin the origin that groups are of
 * @param lines the lines of a request field, by its name
 */
record Asked(List<String> ruleTags, String origin, Function<String, List<String>> lines) {

  static Asked of(Exchange exchange) {
    HttpServletRequest request = exchange.request();
    List<String> tags = List.copyOf(exchange.policy().keys().tags(UndertowQuery.of(request)));
    HttpFields fields = fields(request);
    Function<String, List<String>> lines = fields == null ? lines(request) : fields::all;
    return new Asked(tags, GroupTags.origin(exchange), lines);
  }

  /** The lines of a container's request. */
  static Function<String, List<String>> lines(HttpServletRequest request) {
    return name -> {
      Enumeration<String> values = request.getHeaders(name);
      return values == null ? List.of() : Collections.list(values);
    };
  }

  /** All fields of a request; null if the container does not tell their names. */
  private static @Nullable HttpFields fields(HttpServletRequest request) {
    Enumeration<String> names = request.getHeaderNames();
    if (names == null) {
      return null;
    }
    HttpFields.Builder fields = HttpFields.builder();
    while (names.hasMoreElements()) {
      String name = names.nextElement();
      Enumeration<String> values = request.getHeaders(name);
      while (values != null && values.hasMoreElements()) {
        fields.add(name, values.nextElement());
      }
    }
    return fields.build();
  }
}
