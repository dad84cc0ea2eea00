package io.larder.servlet;

import io.larder.http.HttpFields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The field lines that a handler has said, in its order. Containers show lines by their names, so
 * that nobody sees whether other lines stood between two of one name; Tomcat shows one once that is
 * there twice.
 */
final class SaidLines {
  private final List<String> names = new ArrayList<>();
  private final List<@Nullable String> values = new ArrayList<>();
  private boolean repeated;

  /** Notes a line in the place of the first of that name and of all others. */
  void set(String name, @Nullable String value) {
    int first = next(name, 0);
    if (first < 0) {
      put(name, value);
      return;
    }
    values.set(first, value);
    for (int at = next(name, first + 1); at >= 0; at = next(name, at)) {
      names.remove(at);
      values.remove(at);
    }
  }

  /** Notes one more line. */
  void add(String name, @Nullable String value) {
    repeated |= next(name, 0) >= 0;
    put(name, value);
  }

  /** Forgets them. */
  void clear() {
    names.clear();
    values.clear();
    repeated = false;
  }

  private void put(String name, @Nullable String value) {
    names.add(name);
    values.add(value);
  }

  private int next(String name, int from) {
    for (int i = from; i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(name)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The lines that a container shows, in the order in which they were said; those of which nothing
   * was said come first.
   */
  HttpFields.Builder inOrder(HttpFields.Builder shown) {
    if (!repeated) {
      return shown; // the container has them in their order
    }
    HttpFields all = shown.build();
    HttpFields.Builder ordered = all.retain(name -> next(name, 0) < 0).toBuilder();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      String value = values.get(i);
      if (value != null && isAsShown(name, all)) {
        ordered.add(name, value);
      } else if (next(name, 0) == i) {
        all.all(name).forEach(line -> ordered.add(name, line));
      }
    }
    return ordered;
  }

  /** Whether a container has taken the lines of a name as they were said. */
  private boolean isAsShown(String name, HttpFields shown) {
    HashSet<@Nullable String> said = new HashSet<>();
    for (int at = next(name, 0); at >= 0; at = next(name, at + 1)) {
      said.add(values.get(at));
    }
    return said.equals(new HashSet<@Nullable String>(shown.all(name)));
  }
}
