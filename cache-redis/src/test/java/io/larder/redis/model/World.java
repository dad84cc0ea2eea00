package io.larder.redis.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** A set of cells, the actors that change them, and what must hold. Explored once. */
abstract class World {

  private record Start(Cell cell, int value) {}

  private final Rules rules;
  private final List<Cell> cells = new ArrayList<>();
  private final List<Start> starts = new ArrayList<>();
  private final List<Actor> actors = new ArrayList<>();
  private final Set<String> reached = new TreeSet<>();
  private int word;
  private int shift;

  World(Rules rules) {
    this.rules = rules;
  }

  /** Is asked about every state; says {@link State#violate} of those that must not be. */
  void check(State s) {}

  final boolean holds(Rule rule) {
    return rules.hold(rule);
  }

  /** Returns a new cell, which begins with 0. */
  final Cell cell(String name, int most) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(most);
    if (shift + bits > Long.SIZE) {
      word++;
      shift = 0;
    }
    Cell cell = new Cell(name, word, shift, (1L << bits) - 1, most);
    shift += bits;
    cells.add(cell);
    return cell;
  }

  final Slot slot(String name, int ids, int clocks, int versions) {
    return new Slot(
        cell(name + ".id", ids), cell(name + ".asOf", clocks), cell(name + ".value", versions + 1));
  }

  /** Has a cell begin with another number than 0. */
  final void start(Cell cell, int value) {
    starts.add(new Start(cell, value));
  }

  final Actor actor(String name) {
    Actor actor = new Actor(this, name);
    actors.add(actor);
    return actor;
  }

  /** Adds an actor for each letter; of two that are alike the second does not begin first. */
  final void everyone(String letters, BiConsumer<Actor, Character> steps) {
    Actor twin = null;
    for (int i = 0; i < letters.length(); i++) {
      char letter = letters.charAt(i);
      boolean again = i > 0 && letters.charAt(i - 1) == letter;
      Actor actor = actor(twin != null && again ? twin.name() + "'" : "" + letter);
      if (twin != null && again) {
        actor.after(twin);
      }
      steps.accept(actor, letter);
      twin = actor;
    }
  }

  /** Notes that something has happened without which the world would show nothing. */
  final void reach(String what) {
    reached.add(what);
  }

  /** Returns what was noted while the world was explored. */
  final Set<String> reached() {
    return reached;
  }

  final List<Cell> cells() {
    return cells;
  }

  final List<Actor> actors() {
    return actors;
  }

  final State empty() {
    return new State(word + 1);
  }

  final State beginning() {
    State state = empty();
    starts.forEach(start -> state.set(start.cell, start.value));
    return state;
  }
}
