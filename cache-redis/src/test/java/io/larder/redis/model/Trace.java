package io.larder.redis.model;

import java.util.ArrayList;
import java.util.List;

/** The shortest way to something that must never happen, a line for each step. */
final class Trace {

  private final World world;
  private final List<String> lines = new ArrayList<>();

  Trace(World world) {
    this.world = world;
  }

  /** Adds a step, and what it has changed; not what its actor has merely forgotten. */
  void add(Actor actor, int choice, State before, State after) {
    StringBuilder line = new StringBuilder();
    line.append(String.format("%3d  %-52s ", lines.size() + 1, actor.describe(before, choice)));
    String separator = "";
    for (Cell cell : world.cells()) {
      boolean isOwn = actor.owns(cell);
      boolean isForgotten = isOwn && !after.is(cell);
      if (before.get(cell) != after.get(cell) && !actor.isPlace(cell) && !isForgotten) {
        String name = isOwn ? cell.name().substring(actor.name().length() + 1) : cell.name();
        line.append(separator).append(name).append(' ').append(before.get(cell));
        line.append("->").append(after.get(cell));
        separator = ", ";
      }
    }
    lines.add(line.toString().stripTrailing());
  }

  void end(String violation) {
    lines.add("     " + violation);
  }

  int steps() {
    return lines.size() - 1;
  }

  @Override
  public String toString() {
    return String.join("\n", lines);
  }
}
