package io.larder.http;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The field lines of a message head, in order, as they were sent (RFC 9110, 5).
 *
 * <p>Immutable. A name may occur several times; names are compared without regard to case and keep
 * the spelling they came with. Values are kept as they are, so any string is accepted: judging them
 * is left to the rules.
 */
public final class HttpFields {
  private static final HttpFields EMPTY = new HttpFields(new String[0]);

  /** Name, value, name, value. */
  private final String[] lines;

  private HttpFields(String[] lines) {
    this.lines = lines;
  }

  /** No field at all. */
  public static HttpFields empty() {
    return EMPTY;
  }

  /**
   * The lines given as name, value, name, value.
   *
   * @throws IllegalArgumentException if the last name has no value
   */
  public static HttpFields of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException(
          "Fields are given as name, value pairs, but the last name has no value: "
              + namesAndValues[namesAndValues.length - 1]);
    }
    for (String each : namesAndValues) {
      requireNonNull(each, "namesAndValues");
    }
    return namesAndValues.length == 0 ? EMPTY : new HttpFields(namesAndValues.clone());
  }

  /** A builder without lines. */
  public static Builder builder() {
    return new Builder();
  }

  /** The number of lines. */
  public int size() {
    return lines.length / 2;
  }

  /**
   * The name of a line, as it was spelled.
   *
   * @throws IndexOutOfBoundsException if there is no such line
   */
  public String name(int index) {
    return lines[2 * Objects.checkIndex(index, size())];
  }

  /**
   * The value of a line.
   *
   * @throws IndexOutOfBoundsException if there is no such line
   */
  public String value(int index) {
    return lines[2 * Objects.checkIndex(index, size()) + 1];
  }

  /** The value of the first line of that name, or null if there is none. Allocates nothing. */
  public @Nullable String first(String name) {
    for (int i = 0; i < lines.length; i += 2) {
      if (lines[i].equalsIgnoreCase(name)) {
        return lines[i + 1];
      }
    }
    return null;
  }

  /** Whether a line has that name. Allocates nothing. */
  public boolean contains(String name) {
    return first(name) != null;
  }

  /** The values of all lines of that name, in order; unmodifiable, empty if there is none. */
  public List<String> all(String name) {
    String first = null;
    List<String> values = null;
    for (int i = 0; i < lines.length; i += 2) {
      if (lines[i].equalsIgnoreCase(name)) {
        if (first == null) {
          first = lines[i + 1];
        } else {
          values = values == null ? new ArrayList<>(List.of(first)) : values;
          values.add(lines[i + 1]);
        }
      }
    }
    if (first == null) {
      return List.of();
    }
    return values == null ? List.of(first) : List.copyOf(values);
  }

  /** The lines whose name passes; this object itself if all do. */
  public HttpFields retain(Predicate<String> name) {
    String[] kept = new String[lines.length];
    int length = 0;
    for (int i = 0; i < lines.length; i += 2) {
      if (name.test(lines[i])) {
        kept[length++] = lines[i];
        kept[length++] = lines[i + 1];
      }
    }
    return length == lines.length ? this : new HttpFields(Arrays.copyOf(kept, length));
  }

  /** These lines, and others behind them. */
  public HttpFields plus(HttpFields others) {
    if (lines.length == 0) {
      return others;
    }
    Builder all = toBuilder();
    all.lines.addAll(Arrays.asList(others.lines));
    return all.build();
  }

  /** A builder that begins with these lines. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.lines.addAll(Arrays.asList(lines));
    return builder;
  }

  /** Whether both have the same lines in the same order, the case of names aside. */
  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof HttpFields that) || that.lines.length != lines.length) {
      return false;
    }
    for (int i = 0; i < lines.length; i += 2) {
      if (!lines[i].equalsIgnoreCase(that.lines[i]) || !lines[i + 1].equals(that.lines[i + 1])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = 1; i < lines.length; i += 2) {
      hash = 31 * hash + lines[i].hashCode(); // values alone: the case of names does not count
    }
    return hash;
  }

  /** The names alone: values may be secrets. */
  @Override
  public String toString() {
    StringBuilder names = new StringBuilder("HttpFields[");
    for (int i = 0; i < lines.length; i += 2) {
      names.append(i == 0 ? "" : ", ").append(lines[i]);
    }
    return names.append(']').toString();
  }

  /** Collects lines in order. Not safe for use by several threads. */
  public static final class Builder {
    private final List<String> lines = new ArrayList<>();

    private Builder() {}

    /** Adds a line after those that are there. */
    public Builder add(String name, String value) {
      lines.add(requireNonNull(name, "name"));
      lines.add(requireNonNull(value, "value"));
      return this;
    }

    /** Whether a line has that name. */
    public boolean contains(String name) {
      for (int i = 0; i < lines.size(); i += 2) {
        if (lines.get(i).equalsIgnoreCase(name)) {
          return true;
        }
      }
      return false;
    }

    /** Removes every line of that name and adds this one at the end. */
    public Builder set(String name, String value) {
      for (int i = lines.size() - 2; i >= 0; i -= 2) {
        if (lines.get(i).equalsIgnoreCase(name)) {
          lines.subList(i, i + 2).clear();
        }
      }
      return add(name, value);
    }

    /** The lines so far; the builder can be used on. */
    public HttpFields build() {
      return lines.isEmpty() ? EMPTY : new HttpFields(lines.toArray(String[]::new));
    }
  }
}
