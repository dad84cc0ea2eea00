package io.larder.redis.model;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Tries every order of the steps of a world's actors: from each state that was found, each step
 * that is possible. Breadth first, so the first violation that is found has a shortest way to it.
 *
 * <p>The states lie in one array, one after the other, which is the queue at the same time.
 */
final class Explorer {

  /** More is not a small world. */
  static final int MOST_STATES = 4_000_000;

  /**
   * What was found.
   *
   * @param violation the way to what must never happen, or {@code null} if nothing of the kind can
   */
  record Exploration(int states, @Nullable Trace violation) {}

  private final World world;
  private final int width;
  private final State next;
  private long[] states;
  private int[] parents = new int[1024];
  private int[] table = new int[4096];
  private int count;

  private Explorer(World world) {
    this.world = world;
    this.next = world.empty();
    this.width = next.words.length;
    this.states = new long[1024 * width];
  }

  static Exploration explore(World world) {
    return new Explorer(world).explore();
  }

  private Exploration explore() {
    next.become(world.beginning().words, 0);
    world.check(next);
    add(-1);
    State from = world.empty();
    for (int i = 0; i < count; i++) {
      from.become(states, i * width);
      for (Actor actor : world.actors()) {
        int choices = actor.choices(from);
        for (int choice = 0; choice < choices; choice++) {
          next.become(from.words, 0);
          if (actor.take(next, choice)) {
            if (next.violation() == null) {
              world.check(next);
            }
            if (next.violation() != null) {
              return new Exploration(count, trace(i, actor, choice));
            }
            add(i);
          }
        }
      }
    }
    return new Exploration(count, null);
  }

  /** Adds the next state unless it was found before. */
  private void add(int parent) {
    int place = hash(next.words, 0) & table.length - 1;
    while (table[place] != 0) {
      int at = (table[place] - 1) * width;
      if (Arrays.equals(states, at, at + width, next.words, 0, width)) {
        return;
      }
      place = place + 1 & table.length - 1;
    }
    if (count == MOST_STATES) {
      throw new IllegalStateException("the world has more than " + count + " states");
    }
    if (count == parents.length) {
      parents = Arrays.copyOf(parents, 2 * count);
      states = Arrays.copyOf(states, 2 * count * width);
    }
    System.arraycopy(next.words, 0, states, count * width, width);
    parents[count++] = parent;
    table[place] = count;
    if (count > table.length / 2) {
      grow();
    }
  }

  private void grow() {
    table = new int[4 * table.length];
    for (int i = 0; i < count; i++) {
      int place = hash(states, i * width) & table.length - 1;
      while (table[place] != 0) {
        place = place + 1 & table.length - 1;
      }
      table[place] = i + 1;
    }
  }

  private int hash(long[] words, int from) {
    long hash = 0;
    for (int i = from; i < from + width; i++) {
      hash = (hash ^ words[i]) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 32;
    }
    return (int) hash;
  }

  private Trace trace(int last, Actor actor, int choice) {
    int[] path = IntStream.iterate(last, at -> at >= 0, at -> parents[at]).toArray();
    Trace trace = new Trace(world);
    for (int i = path.length - 1; i > 0; i--) {
      addStep(trace, path[i], path[i - 1]);
    }
    String violation = String.valueOf(next.violation());
    State before = state(last);
    State after = world.empty();
    after.become(next.words, 0);
    trace.add(actor, choice, before, after);
    trace.end(violation);
    return trace;
  }

  /** Finds out again which step it was that led from the one to the other. */
  private void addStep(Trace trace, int from, int to) {
    State before = state(from);
    State wanted = state(to);
    State after = world.empty();
    for (Actor actor : world.actors()) {
      for (int choice = 0; choice < actor.choices(before); choice++) {
        after.become(before.words, 0);
        if (actor.take(after, choice) && Arrays.equals(after.words, wanted.words)) {
          trace.add(actor, choice, before, after);
          return;
        }
      }
    }
    throw new IllegalStateException("a step cannot be taken again");
  }

  private State state(int index) {
    State state = world.empty();
    state.become(states, index * width);
    return state;
  }
}
