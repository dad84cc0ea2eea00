package io.larder.redis.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who takes named steps, one after the other; between any two of them the others may take
 * theirs. What it knows by itself lies in local cells, which are emptied when it ends.
 */
final class Actor {

  private static final int MOST_STEPS = 15;
  private static final int ENDED = MOST_STEPS;

  private record Step(String what, Predicate<State> when, Consumer<State> effect) {}

  private final World world;
  private final String name;
  private final Cell at;
  private final List<List<Step>> steps = new ArrayList<>();
  private final Map<String, Integer> places = new HashMap<>();
  private final List<Cell> locals = new ArrayList<>();
  private @Nullable Actor elder;
  private boolean forever;

  Actor(World world, String name) {
    this.world = world;
    this.name = name;
    this.at = world.cell(name + " at", MOST_STEPS);
  }

  /** Returns a cell that is this actor's own. */
  Cell local(String what, int most) {
    Cell cell = world.cell(name + "." + what, most);
    locals.add(cell);
    return cell;
  }

  /** Returns a place for this actor's own copy of what lies under a key. */
  Slot localSlot(String what, Slot like) {
    return new Slot(
        local(what + ".id", like.id().most()),
        local(what + ".asOf", like.asOf().most()),
        local(what + ".value", like.value().most()));
  }

  /** Adds the next step. */
  Actor step(String what, Consumer<State> effect) {
    return step(what, s -> true, effect);
  }

  /** Adds the next step, which can be taken only under that condition. */
  Actor step(String what, Predicate<State> when, Consumer<State> effect) {
    if (steps.size() == MOST_STEPS) {
      throw new IllegalStateException(name + " has too many steps");
    }
    places.put(what, steps.size());
    steps.add(new ArrayList<>());
    return or(what, when, effect);
  }

  /** Adds what may be done instead of the step that was added last. */
  Actor or(String what, Predicate<State> when, Consumer<State> effect) {
    steps.get(steps.size() - 1).add(new Step(what, when, effect));
    return this;
  }

  /** Adds what is done with the last step: the call returns. */
  Actor returning(Consumer<State> effect) {
    Step step = steps.get(steps.size() - 1).remove(0);
    return or(step.what, step.when, step.effect.andThen(effect));
  }

  /** Begins again after the last step. */
  Actor forever() {
    forever = true;
    return this;
  }

  /**
   * Does not begin before another that is like it in everything: the order of the two makes no
   * difference, so only one is tried.
   */
  Actor after(Actor twin) {
    elder = twin;
    return this;
  }

  /** The step that is being taken is followed by that one. */
  void go(State s, String what) {
    Integer place = places.get(what);
    if (place == null) {
      throw new IllegalStateException(name + " has no step '" + what + "'");
    }
    s.set(at, place);
  }

  /** The step that is being taken is followed by the first, and nothing local is forgotten. */
  void restart(State s) {
    s.set(at, 0);
  }

  /** The step that is being taken is the last. */
  void end(State s) {
    s.set(at, forever ? 0 : ENDED);
    for (Cell local : locals) {
      s.set(local, 0);
    }
  }

  boolean hasEnded(State s) {
    return s.get(at) == ENDED;
  }

  /** Returns whether it is one of the cells that nobody else knows. */
  boolean owns(Cell cell) {
    return locals.contains(cell);
  }

  /** Returns whether it is the cell that says which step is next. */
  boolean isPlace(Cell cell) {
    return cell == at;
  }

  String name() {
    return name;
  }

  /** Returns how many steps are to choose from, of which some may not be possible. */
  int choices(State s) {
    int place = s.get(at);
    return place < steps.size() ? steps.get(place).size() : 0;
  }

  /** Takes a step, if it is possible, and tells whether it was. */
  boolean take(State s, int choice) {
    int place = s.get(at);
    Step step = steps.get(place).get(choice);
    if (elder != null && place == 0 && s.get(elder.at) == 0 || !step.when.test(s)) {
      return false;
    }
    boolean last = place + 1 == steps.size();
    s.set(at, last ? ENDED : place + 1);
    step.effect.accept(s);
    if (last && s.get(at) == ENDED) {
      end(s);
    }
    return true;
  }

  String describe(State before, int choice) {
    return name + " " + steps.get(before.get(at)).get(choice).what;
  }
}
