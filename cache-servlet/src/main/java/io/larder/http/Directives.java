package io.larder.http;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Puts directives together, one after another, so that the stricter always wins. */
final class Directives {
  private final Map<Directive, Long> present = new EnumMap<>(Directive.class);
  private Set<String> privateFields = Set.of();
  private Set<String> noCacheFields = Set.of();
  private boolean privateWhole;
  private boolean noCacheWhole;

  /** Adds a directive; one that is not known is ignored (RFC 9111, 5.2.3). */
  void add(String lowerCaseName, @Nullable String argument) {
    Directive directive = Directive.named(lowerCaseName);
    if (directive == null) {
      return;
    }
    if (directive.takesSeconds()) {
      addSeconds(directive, argument);
      return;
    }
    present.put(directive, 0L); // whatever its argument: no-store=x forbids no less than no-store
    if (directive == Directive.PRIVATE) {
      List<String> names = names(argument);
      privateFields = union(privateFields, names);
      privateWhole |= !areFields(names);
    } else if (directive == Directive.NO_CACHE) {
      List<String> names = names(argument);
      noCacheFields = union(noCacheFields, names);
      noCacheWhole |= !areFields(names);
    }
  }

  /** Adds that the lifetimes were written so that nobody can tell them: they count as over. */
  void addUnreadable() {
    addSeconds(Directive.MAX_AGE, null);
    addSeconds(Directive.S_MAXAGE, null);
  }

  /** What was added; nothing can be added after that. */
  CacheControl toCacheControl() {
    return new CacheControl(
        present,
        privateWhole ? List.of() : List.copyOf(privateFields),
        noCacheWhole ? List.of() : List.copyOf(noCacheFields));
  }

  private void addSeconds(Directive directive, @Nullable String argument) {
    // RFC 9111 4.2.1: of several values the most restrictive counts.
    present.merge(
        directive,
        seconds(directive, argument),
        directive.argument() == Directive.Argument.AT_LEAST ? Math::max : Math::min);
  }

  private static long seconds(Directive directive, @Nullable String argument) {
    if (argument == null && directive == Directive.MAX_STALE) {
      return DeltaSeconds.MAX; // RFC 9111 5.2.1.2: a stale response of any age
    }
    long value = argument == null ? DeltaSeconds.INVALID : DeltaSeconds.parse(argument);
    if (value != DeltaSeconds.INVALID) {
      return value;
    }
    // RFC 9111 4.2.1: invalid freshness information is stale, never fresh for ever.
    return directive.argument() == Directive.Argument.AT_LEAST ? DeltaSeconds.MAX : 0;
  }

  private static List<String> names(@Nullable String argument) {
    if (argument == null) {
      return List.of();
    }
    List<String> names = new ArrayList<>(List.of(argument.split("[ \t,]+")));
    names.removeIf(String::isEmpty);
    return names;
  }

  /**
   * Whether they are fields and nothing else; if not, the directive is about the whole response.
   */
  private static boolean areFields(List<String> names) {
    return !names.isEmpty() && names.stream().allMatch(FieldLists::isToken);
  }

  private static Set<String> union(Set<String> some, List<String> more) {
    if (more.isEmpty()) {
      return some;
    }
    Set<String> all = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    all.addAll(some);
    all.addAll(more);
    return all;
  }
}
