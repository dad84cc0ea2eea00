package io.larder.cache.engine;

import io.larder.cache.LoadCycleException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The loads that one thread is in the middle of, each asked for by the one below it, the loads of
 * other threads that wait for these, and the one of another thread that it waits for itself. By
 * these a load that would wait for itself is found before it does: a thread says first what it
 * waits for and then looks around the circle, so that of several threads that close one at the same
 * time, at least one sees it.
 */
final class LoadStack {

  private static final ThreadLocal<@Nullable LoadStack> CURRENT = new ThreadLocal<>();

  private final Deque<Place> places = new ArrayDeque<>();
  private final Set<Place> above;
  private final boolean lent;
  private volatile @Nullable Awaited waitsFor;

  private LoadStack(Set<Place> above, boolean lent) {
    this.above = above;
    this.lent = lent;
  }

  /**
   * Runs what loads of another thread have asked this one to do: what it asks for in turn must not
   * be one of them.
   *
   * @param above the {@link #open} ones of that thread
   */
  static void lent(Set<Place> above, Runnable task) {
    if (above.isEmpty() || CURRENT.get() != null) {
      task.run();
      return;
    }
    CURRENT.set(new LoadStack(above, true));
    try {
      task.run();
    } finally {
      CURRENT.remove();
    }
  }

  /**
   * What a thread waits for.
   *
   * @param own the load of the place that it has begun itself; null: that of its flight
   */
  private record Awaited(Place place, @Nullable Load<?> own) {
    @Nullable LoadStack runsOn() {
      Load<?> load = own != null ? own : place.load();
      return load == null ? null : load.runsOn();
    }
  }

  /** Returns that of this thread; null: it loads nothing. */
  static @Nullable LoadStack current() {
    return CURRENT.get();
  }

  /** Returns the loads that wait for whatever this thread does now. */
  static Set<Place> open() {
    LoadStack stack = CURRENT.get();
    return stack == null ? Set.of() : stack.all();
  }

  private Set<Place> all() {
    Set<Place> all = new LinkedHashSet<>(above);
    all.addAll(places);
    return all;
  }

  /**
   * Puts a load on the stack of this thread.
   *
   * @param above the loads of other threads that wait for it
   */
  static LoadStack enter(Place place, Set<Place> above) {
    LoadStack stack = CURRENT.get();
    if (stack == null) {
      stack = new LoadStack(above, false);
      CURRENT.set(stack);
    }
    stack.places.addLast(place);
    return stack;
  }

  /** Takes the last load off. */
  void leave() {
    places.removeLast();
    if (places.isEmpty() && !lent) {
      CURRENT.remove();
    }
  }

  /**
   * Refuses a place that this thread, or one that waits for it, is loading already.
   *
   * @throws LoadCycleException if it does
   */
  static void check(Place place) {
    LoadStack stack = CURRENT.get();
    if (stack != null && (stack.places.contains(place) || stack.above.contains(place))) {
      List<Place> all = new ArrayList<>(stack.all());
      throw stack.refused(place, all.subList(all.indexOf(place), all.size()));
    }
  }

  /**
   * Says that this thread is going to wait; {@link #waitsNoMore} takes it back.
   *
   * @param own the load of the place that it has begun itself; null: that of its flight
   * @throws LoadCycleException if what it would wait for waits for it
   */
  void waitsFor(Place place, @Nullable Load<?> own) {
    Awaited awaited = new Awaited(place, own);
    waitsFor = awaited;
    // A circle stays; what only looks like one, put together from several moments, does not.
    if (leadsBack(awaited) != null) {
      Set<Awaited> circle = leadsBack(awaited);
      if (circle != null) {
        waitsFor = null;
        throw refused(place, circle.stream().map(Awaited::place).toList());
      }
    }
  }

  /**
   * Returns what is waited for from there to this thread; null: it does not come to this thread.
   */
  private @Nullable Set<Awaited> leadsBack(Awaited from) {
    Set<Awaited> between = new LinkedHashSet<>();
    Awaited next = from;
    while (next != null && between.add(next)) {
      LoadStack other = next.runsOn();
      if (other == this) {
        return between;
      }
      next = other == null ? null : other.waitsFor;
    }
    return null;
  }

  void waitsNoMore() {
    waitsFor = null;
  }

  private static Place last(Set<Place> several) {
    return List.copyOf(several).get(several.size() - 1);
  }

  private LoadCycleException refused(Place asked, Collection<Place> others) {
    Place self = places.isEmpty() ? last(above) : places.getLast();
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
    circle.addAll(others);
    return new LoadCycleException(
        "the loaders of "
            + circle.stream().map(Place::toString).collect(Collectors.joining(" and "))
            + " ask for each other, and would wait for ever: let only one of them ask the other");
  }
}
