package io.larder.servlet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rules by their patterns: finds the one that wins. Immutable and thread-safe. */
final class RuleTable {

  private final Map<String, CacheRule> exact = new HashMap<>();
  private final CacheRule[] others;
  private final List<CacheRule> all;

  private RuleTable(Map<PathPattern, CacheRule> rules) {
    List<CacheRule> inexact = new ArrayList<>();
    rules.forEach(
        (pattern, rule) -> {
          if (pattern.isExact()) {
            exact.put(pattern.text(), rule);
          } else {
            inexact.add(rule);
          }
        });
    others = inexact.toArray(CacheRule[]::new);
    all = List.copyOf(rules.values());
  }

  /**
   * The table of rules from two sources: where both have a rule for a pattern, the upper one wins
   * attribute by attribute.
   *
   * @throws IllegalArgumentException if one source has two rules for a pattern
   */
  static RuleTable of(List<CacheRule> upper, List<CacheRule> lower) {
    Map<PathPattern, CacheRule> rules = new TreeMap<>(distinct(lower));
    distinct(upper)
        .forEach(
            (pattern, rule) -> {
              CacheRule below = rules.get(pattern);
              rules.put(pattern, below == null ? rule : rule.over(below));
            });
    return new RuleTable(rules);
  }

  /**
   * The rule that wins for a path, or null if none matches.
   *
   * @param path decoded, relative to the context path
   */
  @Nullable CacheRule match(String path) {
    CacheRule rule = exact.get(path);
    if (rule != null) {
      return rule;
    }
    for (CacheRule other : others) {
      if (other.path().matches(path)) {
        return other;
      }
    }
    return null;
  }

  List<CacheRule> all() {
    return all;
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  private static Map<PathPattern, CacheRule> distinct(List<CacheRule> rules) {
    Map<PathPattern, CacheRule> distinct = new TreeMap<>();
    for (CacheRule rule : rules) {
      CacheRule first = distinct.putIfAbsent(rule.path(), rule);
      if (first != null) {
        throw new IllegalArgumentException(
            "two rules have the pattern "
                + rule.pattern()
                + ", "
                + first
                + " and "
                + rule
                + ": keep one of them");
      }
    }
    return distinct;
  }
}
