package io.larder.cache.engine;

import static java.util.Objects.requireNonNull;

import io.larder.cache.BatchLoader;
import io.larder.cache.CacheEntry;
import io.larder.cache.CacheLoader;
import io.larder.cache.LoadContext;
import io.larder.cache.Lookup;
import io.larder.cache.flight.Leader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One call for many keys: looks all of them up in one round trip, loads those together that are not
 * there and that nobody else loads, and then waits for those that somebody does. So it never waits
 * while others wait for a key of its own, and two batches cannot wait for each other.
 */
final class Batch<V, X extends Exception> {

  private final Engine<V> engine;
  private final Rules<V> rules;
  private final BatchLoader<V, X> loader;
  private final Function<String, List<String>> tags;
  private final Map<String, V> values = new LinkedHashMap<>();

  /** The keys of which the recorder has not been told yet what has become of them. */
  private final Set<Asked> untold = new LinkedHashSet<>();

  Batch(
      Engine<V> engine,
      Rules<V> rules,
      BatchLoader<V, X> loader,
      Function<String, List<String>> tags) {
    this.engine = engine;
    this.rules = rules;
    this.loader = loader;
    this.tags = tags;
  }

  /** A key that this batch loads. */
  private record Led<V, X extends Exception>(
      Asked asked, Call<V, X> call, @Nullable CacheEntry<V> stale, Load<V> load) {}

  /** A key that somebody else loads, most likely. */
  private record Other<V, X extends Exception>(Asked asked, Call<V, X> call, Lookup<V> found) {}

  Map<String, V> answer(Collection<String> keys) throws X {
    Map<String, Asked> shared = new LinkedHashMap<>();
    for (String key : new LinkedHashSet<>(keys)) {
      Asked asked = engine.together(rules, key);
      if (asked == null) {
        put(key, engine.get(key, single(key)));
      } else {
        shared.put(key, asked);
      }
    }
    long fills = engine.fills();
    Map<String, Lookup<V>> found =
        engine.lookUpAll(rules, shared.values().stream().map(Asked::key).toList());
    untold.addAll(shared.values());
    try {
      answer(shared, found, fills);
    } finally {
      untold.forEach(asked -> engine.recorder().miss(asked.key())); // another one has failed
    }
    return inOrder(keys);
  }

  private void answer(Map<String, Asked> shared, Map<String, Lookup<V>> found, long fills)
      throws X {
    List<Led<V, X>> led = new ArrayList<>();
    List<Other<V, X>> others = new ArrayList<>();
    try {
      for (Asked asked : shared.values()) {
        sort(asked, requireNonNull(found.get(asked.key()), "found"), fills, led, others);
      }
    } catch (RuntimeException | Error e) {
      led.forEach(part -> part.load().release());
      throw e;
    }
    if (!led.isEmpty()) {
      load(led);
    }
    for (Other<V, X> part : others) {
      untold.remove(part.asked());
      put(part.asked().asked(), part.call().fly(part.found(), fills));
    }
  }

  private void sort(
      Asked asked, Lookup<V> found, long fills, List<Led<V, X>> led, List<Other<V, X>> others) {
    Call<V, X> call = new Call<>(engine, rules, asked, single(asked.asked()));
    Served<V> served = call.serve(found, fills);
    if (served != null) {
      untold.remove(asked);
      put(asked.asked(), served.value());
      return;
    }
    LoadStack.check(new Place(engine, asked.key()));
    // What somebody has stored since, or loads at this moment, is for its own flight to find out.
    Leader<Landed<V>> leader =
        engine.fills() == fills ? engine.flights().tryLead(asked.key()) : null;
    if (leader == null) {
      others.add(new Other<>(asked, call, found));
    } else {
      CacheEntry<V> stale = found instanceof CacheEntry<V> entry ? entry : null;
      Load.Way way = Load.Way.after(found);
      led.add(new Led<>(asked, call, stale, new Load<>(engine, rules, asked, found, leader, way)));
    }
  }

  /** Loads what this batch leads, all at once. */
  private void load(List<Led<V, X>> led) throws X {
    List<Load<V>> loads = led.stream().map(Led::load).toList();
    loads.forEach(load -> load.together(loads));
    Led<V, X> first = led.get(0); // it is the last to end
    untold.remove(first.asked());
    if (!first.call().ranInTime(first.load(), weakest(led), () -> run(loads))) {
      for (Led<V, X> part : led) {
        untold.remove(part.asked());
        put(part.asked().asked(), part.call().tooLong(part.stale()));
      }
      return;
    }
    for (Led<V, X> part : led) {
      untold.remove(part.asked());
      put(part.asked().asked(), part.call().loaded(part.load(), part.stale()));
    }
  }

  /** Returns what is stale and ends first, if each of them has something stale. */
  private @Nullable CacheEntry<V> weakest(List<Led<V, X>> led) {
    CacheEntry<V> weakest = led.get(0).stale();
    long now = engine.ticker().read();
    for (Led<V, X> part : led) {
      CacheEntry<V> stale = part.stale();
      if (weakest == null || stale == null) {
        return null;
      }
      boolean weaker = stale.staleIfErrorNanosLeft(now) < weakest.staleIfErrorNanosLeft(now);
      weakest = weaker ? stale : weakest;
    }
    return weakest;
  }

  private void run(List<Load<V>> loads) {
    TogetherInStore<V> store = new TogetherInStore<>(engine, loads);
    List<Load<V>> begun = new ArrayList<>();
    try {
      store.claim();
      loads.forEach(
          load -> {
            begun.add(load);
            load.begin();
          });
      compute(loads.stream().filter(load -> !load.hasFailed()).toList(), store);
    } catch (Throwable e) { // an Error reaches the caller too, and must not leave others waiting
      store.abandon();
      loads.forEach(load -> load.fail(e));
    } finally {
      Collections.reverse(begun); // the stack of this thread is emptied from its top
      begun.forEach(Load::end);
      loads.forEach(Load::release); // those that have not begun
    }
  }

  /** Has the loader compute what has not failed yet, as all has if the store was closed. */
  private void compute(List<Load<V>> loads, TogetherInStore<V> store) throws Exception {
    if (loads.isEmpty()) {
      return;
    }
    Set<String> keys = new LinkedHashSet<>();
    loads.forEach(load -> keys.add(load.key()));
    Map<String, V> loaded = checked(loader.load(Collections.unmodifiableSet(keys)));
    loads.forEach(load -> end(load, loaded.get(load.key()), store));
    store.keep();
  }

  private void end(Load<V> load, @Nullable V value, TogetherInStore<V> store) {
    if (value == null && rules.lifetimes().nullTtl() == null) {
      store.leaveOut(load);
      return;
    }
    try {
      tag(load);
      store.computed(load, load.computed(value));
    } catch (RuntimeException e) { // the application's own code: of this value, and of no other
      load.fail(e);
    }
  }

  private Map<String, V> checked(@Nullable Map<String, V> loaded) {
    if (loaded == null) {
      throw new IllegalStateException(
          "the batch loader of the cache '"
              + engine.name()
              + "' has returned null: return a map, without the keys that have no value");
    }
    return loaded;
  }

  /** Loads one key, where it is refreshed in the background or was somebody else's to load. */
  private CacheLoader<V, X> single(String key) {
    return load -> {
      tag(load);
      return checked(loader.load(Set.of(key))).get(key);
    };
  }

  private void tag(LoadContext<V> load) {
    load.tags(tags.apply(load.key()).toArray(String[]::new));
  }

  private void put(String key, @Nullable V value) {
    if (value != null) {
      values.put(key, value);
    }
  }

  private Map<String, V> inOrder(Collection<String> keys) {
    Map<String, V> ordered = new LinkedHashMap<>();
    for (String key : keys) {
      V value = values.get(key);
      if (value != null) {
        ordered.put(key, value);
      }
    }
    return ordered;
  }
}
