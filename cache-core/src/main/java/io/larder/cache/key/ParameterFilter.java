package io.larder.cache.key;

import java.util.Collection;

/**
 * Which query parameters belong to a key. Names are held and compared in their canonical spelling,
 * which is as good as comparing the decoded ones.
 */
final class ParameterFilter {

  static final ParameterFilter ALL = new ParameterFilter(new String[0], new String[0], false);

  private final String[] names;
  private final String[] prefixes;
  private final boolean acceptsListed;

  private ParameterFilter(String[] names, String[] prefixes, boolean acceptsListed) {
    this.names = names;
    this.prefixes = prefixes;
    this.acceptsListed = acceptsListed;
  }

  static ParameterFilter only(Collection<String> names) {
    for (String name : names) {
      requireName("params", name);
      if (name.indexOf('*') >= 0) {
        throw new IllegalArgumentException(
            "params '" + name + "': only whole names can be declared, not a pattern");
      }
    }
    return new ParameterFilter(canonical(names), new String[0], true);
  }

  static ParameterFilter allBut(Collection<String> patterns) {
    for (String pattern : patterns) {
      requireName("ignoreParams", pattern);
      if (pattern.indexOf('*') >= 0 && pattern.indexOf('*') < pattern.length() - 1) {
        throw new IllegalArgumentException(
            "ignoreParams '" + pattern + "': the only '*' of a pattern is its last character");
      }
    }
    return new ParameterFilter(
        canonical(patterns.stream().filter(p -> !p.endsWith("*")).toList()),
        canonical(
            patterns.stream()
                .filter(p -> p.endsWith("*"))
                .map(p -> p.substring(0, p.length() - 1))
                .toList()),
        false);
  }

  /** Whether all parameters are kept. */
  boolean acceptsAll() {
    return !acceptsListed && names.length == 0 && prefixes.length == 0;
  }

  /** Whether the parameter of that name is to be kept. */
  boolean accepts(String name) {
    StringBuilder canonical = new StringBuilder(name.length());
    Percent.appendText(canonical, name, Literals.VALUE);
    return accepts(canonical, 0, canonical.length());
  }

  /** Whether the parameter whose canonical name lies at this place of the text is to be kept. */
  boolean accepts(StringBuilder text, int start, int end) {
    for (String name : names) {
      if (name.length() == end - start && startsWith(text, start, end, name)) {
        return acceptsListed;
      }
    }
    for (String prefix : prefixes) {
      if (startsWith(text, start, end, prefix)) {
        return acceptsListed;
      }
    }
    return !acceptsListed;
  }

  private static boolean startsWith(StringBuilder text, int start, int end, String prefix) {
    if (prefix.length() > end - start) {
      return false;
    }
    for (int i = 0; i < prefix.length(); i++) {
      if (text.charAt(start + i) != prefix.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static void requireName(String setting, String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException(
          setting + " has an empty name: leave it out, or name a request parameter");
    }
  }

  private static String[] canonical(Collection<String> names) {
    return names.stream()
        .map(
            name -> {
              StringBuilder out = new StringBuilder();
              Percent.appendText(out, name, Literals.VALUE);
              return out.toString();
            })
        .distinct()
        .toArray(String[]::new);
  }
}
