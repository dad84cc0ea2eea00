package io.larder.servlet;

import io.larder.http.HttpFields;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The header fields of a response that goes nowhere. Names ignore case. Not thread-safe. */
final class SinkFields {

  private record Line(String name, String value) {}

  private final List<Line> lines = new ArrayList<>();

  /** Takes over fields that stand on another response. */
  void addAll(HttpFields fields) {
    for (int i = 0; i < fields.size(); i++) {
      add(fields.name(i), fields.value(i));
    }
  }

  void add(String name, String value) {
    lines.add(new Line(name, value));
  }

  /** Sets a field, or removes it. */
  void set(String name, @Nullable String value) {
    lines.removeIf(line -> line.name.equalsIgnoreCase(name));
    if (value != null) {
      add(name, value);
    }
  }

  List<String> all(String name) {
    return lines.stream()
        .filter(line -> line.name.equalsIgnoreCase(name))
        .map(Line::value)
        .toList();
  }

  @Nullable String first(String name) {
    List<String> all = all(name);
    return all.isEmpty() ? null : all.get(0);
  }

  Set<String> names() {
    Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    Set<String> names = new LinkedHashSet<>();
    lines.stream().map(Line::name).filter(seen::add).forEach(names::add);
    return names;
  }

  void clear() {
    lines.clear();
  }
}
