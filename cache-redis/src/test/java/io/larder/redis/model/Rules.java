package io.larder.redis.model;

import java.util.EnumSet;
import java.util.Set;

/** Which rules hold in a world: all, or all but some. */
final class Rules {

  static final Rules ALL = new Rules(EnumSet.noneOf(Rule.class));

  private final Set<Rule> broken;

  private Rules(Set<Rule> broken) {
    this.broken = broken;
  }

  static Rules without(Rule first, Rule... more) {
    return new Rules(EnumSet.of(first, more));
  }

  boolean hold(Rule rule) {
    return !broken.contains(rule);
  }

  @Override
  public String toString() {
    return broken.isEmpty() ? "all rules" : "without " + broken;
  }
}
