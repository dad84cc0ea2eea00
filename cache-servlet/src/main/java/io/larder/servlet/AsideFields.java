package io.larder.servlet;

import io.larder.http.HttpFields;
import io.larder.http.SurrogateKeys;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields that a handler says to this cache alone: {@code Larder-Cache-Control}, and in front of
 * an application {@code Surrogate-Key} and {@code Cache-Tag}, which tell a client how the
 * application is made. In a proxy the last two are for caches further on as well.
 */
final class AsideFields {

  private static final String CONTROL = "Larder-Cache-Control";

  private final boolean takesTags;
  private final List<Line> lines = new ArrayList<>(0);

  private record Line(String name, String value) {}

  private AsideFields(boolean takesTags) {
    this.takesTags = takesTags;
  }

  /** None so far, under a policy. */
  static AsideFields under(Policy policy) {
    return new AsideFields(!policy.isProxy());
  }

  /** None so far, where no policy holds: nothing but this cache's own field is its business. */
  static AsideFields withoutPolicy() {
    return new AsideFields(false);
  }

  /** Whether a field is one of them. */
  boolean take(@Nullable String name) {
    return CONTROL.equalsIgnoreCase(name) || (takesTags && isTags(name));
  }

  /** Whether a field is one that tags responses. */
  static boolean isTags(@Nullable String name) {
    return SurrogateKeys.FIELDS.get(0).equalsIgnoreCase(name)
        || SurrogateKeys.FIELDS.get(1).equalsIgnoreCase(name);
  }

  void add(String name, @Nullable String value) {
    if (value != null) {
      lines.add(new Line(name, value));
    }
  }

  void set(String name, @Nullable String value) {
    lines.removeIf(line -> line.name().equalsIgnoreCase(name));
    add(name, value);
  }

  void clear() {
    lines.clear();
  }

  /** The values of one of them, in order. */
  List<String> all(String name) {
    return lines.stream()
        .filter(line -> line.name().equalsIgnoreCase(name))
        .map(Line::value)
        .toList();
  }

  /** Whether the handler has said how this cache is to treat its response. */
  boolean haveControl() {
    return !all(CONTROL).isEmpty();
  }

  /** Other fields, and these behind them. */
  HttpFields behind(HttpFields others) {
    if (lines.isEmpty()) {
      return others;
    }
    HttpFields.Builder all = others.toBuilder();
    lines.forEach(line -> all.add(line.name(), line.value()));
    return all.build();
  }
}
