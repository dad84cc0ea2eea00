package io.larder.testkit.contract;

import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.Lookup;
import io.larder.cache.Miss;
import io.larder.cache.Terms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A source of truth, one key of a store in front of it, and processes that take steps:
 *
 * <pre>
 * E evict        change the source; evict
 * P put          claim; change the source; put
 * T invalidate   change the source; invalidate the tag
 * C clear        change the source; clear the view
 * L load         find; claim; read the source; fill
 * W wait         as L, but joins the first L's load while that runs
 * X              what lies at the key vanishes
 * </pre>
 */
final class World {

  private final CacheStore<String> store;
  private final Consumer<String> vanishing;
  private final String key;
  private final Terms terms;
  private final boolean waitersCompareStamps;
  private final List<Actor> processes = new ArrayList<>();
  private final Set<Long> stored = new HashSet<>();
  private final StringBuilder trace = new StringBuilder();
  private int source;
  private int done;
  private Optional<String> wrong = Optional.empty();

  World(
      CacheStore<String> store,
      Consumer<String> vanishing,
      String kinds,
      String key,
      boolean stocked,
      boolean waitersCompareStamps) {
    this.store = store;
    this.vanishing = vanishing;
    this.key = key;
    this.terms = Terms.ttl(Duration.ofMinutes(5)).tagged("tag of " + key);
    this.waitersCompareStamps = waitersCompareStamps;
    if (stocked) {
      fill(store.claim(key), 0);
    }
    kinds.chars().forEach(kind -> processes.add(new Actor((char) kind)));
  }

  /** Returns how many interleavings these processes have at most. */
  static double interleavings(String kinds) {
    double count = 1;
    int steps = 0;
    for (int at = 0; at < kinds.length(); at++) {
      for (int i = 1; i <= stepsOf(kinds.charAt(at)); i++) {
        count = count * ++steps / i;
      }
    }
    return count;
  }

  private static int stepsOf(char kind) {
    return switch (kind) {
      case 'E', 'T', 'C' -> 2;
      case 'P' -> 3;
      case 'X' -> 1;
      default -> 4;
    };
  }

  /** Returns the processes that can take a step; none once something went wrong. */
  List<Integer> ready() {
    List<Integer> ready = new ArrayList<>();
    for (int i = 0; i < processes.size() && wrong.isEmpty(); i++) {
      if (processes.get(i).isReady()) {
        ready.add(i);
      }
    }
    return ready;
  }

  void step(int process) {
    trace.append(' ').append(processes.get(process).kind).append(process);
    processes.get(process).step();
  }

  Optional<String> wrong() {
    if (wrong.isEmpty() && store.find(key) instanceof CacheEntry<String> left) {
      check(Integer.parseInt(left.value()), done);
    }
    return wrong;
  }

  private void check(int value, int must) {
    if (value < must) {
      wrong = Optional.of("value " + value + " where " + must + " was due, after" + trace);
    }
  }

  private void fill(Claim claim, int value) {
    boolean isStored = store.fill(claim, "" + value, terms) == FillResult.STORED;
    if (isStored && !stored.add(claim.id())) {
      wrong = Optional.of("two fills of one claim, after" + trace);
    }
  }

  private final class Actor {

    private final char kind;
    private int at;
    private boolean ended;
    private boolean joined;
    private int must = -1;
    private int value;
    private long stamp;
    private Claim claim = Claim.refused(key);

    Actor(char kind) {
      this.kind = kind;
    }

    boolean isReady() {
      return !ended && (!joined || leader().ended);
    }

    void step() {
      switch (kind) {
        case 'E', 'T', 'C' -> change();
        case 'P' -> put();
        case 'X' -> vanish();
        default -> load();
      }
    }

    private void change() {
      if (at++ == 0) {
        value = ++source;
        return;
      }
      switch (kind) {
        case 'E' -> store.evict(key);
        case 'T' -> store.invalidate(terms.tags());
        default -> store.clear();
      }
      done = Math.max(done, value);
      ended = true;
    }

    private void put() {
      switch (at++) {
        case 0 -> claim = store.claim(key);
        case 1 -> value = ++source;
        default -> {
          store.put(claim, "" + value, terms);
          done = Math.max(done, value);
          ended = true;
        }
      }
    }

    private void vanish() {
      vanishing.accept(key);
      ended = true;
    }

    private void load() {
      switch (at) {
        case 0 -> lookUp();
        case 1 -> claimOrJoin();
        case 2 -> {
          value = source;
          at = 3;
        }
        case 3 -> {
          fill(claim, value);
          returns(value);
        }
        default -> takeTheLeaders();
      }
    }

    private void lookUp() {
      must = must < 0 ? done : must;
      Lookup<String> found = store.find(key);
      if (found instanceof CacheEntry<String> entry) {
        returns(Integer.parseInt(entry.value()));
      } else {
        stamp = ((Miss<String>) found).stamp();
        at = 1;
      }
    }

    private void claimOrJoin() {
      Actor leader = leader();
      if (kind == 'W' && leader != this && leader.at >= 2 && !leader.ended) {
        joined = true;
        at = 4;
      } else {
        claim = store.claim(key);
        at = 2;
      }
    }

    private void takeTheLeaders() {
      joined = false;
      if (leader().claim.stamp() >= stamp || !waitersCompareStamps) {
        returns(leader().value);
      } else {
        at = 0;
      }
    }

    private void returns(int what) {
      check(what, must);
      ended = true;
    }

    private Actor leader() {
      return processes.stream().filter(p -> p.kind == 'L').findFirst().orElse(this);
    }
  }
}
