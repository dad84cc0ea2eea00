package io.larder.cache.engine;

import io.larder.cache.LoadCycleException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The loads that one thread is in the middle of, each asked for by the one below it, and the load
 * of another thread that it waits for. By these a load that would wait for itself is found before
 * it does: a thread says first what it waits for and then looks around the circle, so that of
 * several threads that close one at the same time, at least one sees it.
 */
final class LoadStack {

  private static final ThreadLocal<@Nullable LoadStack> CURRENT = new ThreadLocal<>();

  private final Deque<Place> places = new ArrayDeque<>();
  private volatile @Nullable Place waitsFor;

  private LoadStack() {}

  /** Returns that of this thread; null: it loads nothing. */
  static @Nullable LoadStack current() {
    return CURRENT.get();
  }

  /** Puts a load on the stack of this thread. */
  static LoadStack enter(Place place) {
    LoadStack stack = CURRENT.get();
    if (stack == null) {
      stack = new LoadStack();
      CURRENT.set(stack);
    }
    stack.places.addLast(place);
    return stack;
  }

  /** Takes the last load off. */
  void leave() {
    places.removeLast();
    if (places.isEmpty()) {
      CURRENT.remove();
    }
  }

  /**
   * Refuses a place that this thread is loading already.
   *
   * @throws LoadCycleException if it does
   */
  static void check(Place place) {
    LoadStack stack = CURRENT.get();
    if (stack != null && stack.places.contains(place)) {
      throw stack.refused(place, Set.of());
    }
  }

  /**
   * Says that this thread is going to wait; {@link #waitsNoMore} takes it back.
   *
   * @throws LoadCycleException if what it would wait for waits for it
   */
  void waitsFor(Place place) {
    waitsFor = place;
    Set<Place> between = new LinkedHashSet<>();
    Place next = place;
    while (next != null && between.add(next)) {
      Load<?> load = next.load();
      LoadStack other = load == null ? null : load.runsOn();
      if (other == this) {
        waitsFor = null;
        throw refused(place, between);
      }
      next = other == null ? null : other.waitsFor;
    }
  }

  void waitsNoMore() {
    waitsFor = null;
  }

  private LoadCycleException refused(Place asked, Set<Place> between) {
    Place self = places.getLast();
    if (self.equals(asked)) {
      return new LoadCycleException(
          "the loader of "
              + asked
              + " asks for that key itself, and would wait for itself for ever: compute the value"
              + " without the cache, or under another key");
    }
    Set<Place> circle = new LinkedHashSet<>();
    circle.add(self);
    circle.add(asked);
    circle.addAll(between);
    return new LoadCycleException(
        "the loaders of "
            + circle.stream().map(Place::toString).collect(Collectors.joining(" and "))
            + " ask for each other, and would wait for ever: let only one of them ask the other");
  }
}
