package io.larder.http;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * On which fields of the request a response depends (RFC 9110, 12.5.5; RFC 9111, 4.1).
 *
 * <p>Immutable. The names of all lines are one set, in lower case and in a fixed order. What is no
 * field name could mean anything, and so could more than {@link #MAX} names: both count as {@code
 * *}.
 */
public final class Vary {
  /** The most names that are told apart: 32. */
  public static final int MAX = 32;

  /** On nothing. */
  public static final Vary NONE = new Vary(List.of(), false);

  /** On everything, even what is not in the request: such a response never matches (4.1). */
  public static final Vary ANY = new Vary(List.of(), true);

  private final List<String> names;
  private final boolean any;

  private Vary(List<String> names, boolean any) {
    this.names = names;
    this.any = any;
  }

  /** What a response says. */
  public static Vary of(HttpFields response) {
    return response.contains(FieldNames.VARY)
        ? of(FieldLists.members(response, FieldNames.VARY))
        : NONE;
  }

  /** On fields of these names, in any case and order. */
  public static Vary of(List<String> names) {
    TreeSet<String> sorted = new TreeSet<>();
    for (String name : names) {
      if (name.isEmpty() || name.equals("*") || !isToken(name)) {
        return ANY;
      }
      sorted.add(name.toLowerCase(Locale.ROOT));
    }
    if (sorted.isEmpty()) {
      return NONE;
    }
    return sorted.size() > MAX ? ANY : new Vary(List.copyOf(sorted), false);
  }

  /**
   * The names, in lower case and sorted; unmodifiable, empty for {@link #NONE} and {@link #ANY}.
   */
  public List<String> names() {
    return names;
  }

  /** Whether no request ever matches. */
  public boolean isAny() {
    return any;
  }

  /** Whether every request matches. */
  public boolean isNone() {
    return !any && names.isEmpty();
  }

  /** What depends on the fields of both. */
  public Vary union(Vary other) {
    if (any || other.any) {
      return ANY;
    }
    if (names.containsAll(other.names)) {
      return this;
    }
    TreeSet<String> both = new TreeSet<>(names);
    both.addAll(other.names);
    return of(List.copyOf(both));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Vary that && any == that.any && names.equals(that.names);
  }

  @Override
  public int hashCode() {
    return names.hashCode() + (any ? 1 : 0);
  }

  /** As it could stand in a response. */
  @Override
  public String toString() {
    return any ? "*" : String.join(", ", names);
  }

  private static boolean isToken(String name) {
    return name.chars().allMatch(c -> FieldLists.isTokenChar((char) c));
  }
}
