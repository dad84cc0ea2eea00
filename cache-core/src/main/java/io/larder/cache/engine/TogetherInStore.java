package io.larder.cache.engine;

import io.larder.cache.Claim;
import io.larder.cache.ClaimedValue;
import io.larder.cache.Filled;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What loads that one call of a loader computes ask of the store: all of them together, in as few
 * round trips as it can. Each has its own claim and its own outcome. For one thread.
 */
final class TogetherInStore<V> {

  private final Engine<V> engine;
  private final List<Load<V>> loads;
  private final Map<Load<V>, Keeping<V>> computed = new LinkedHashMap<>();
  private final List<Claim> unused = new ArrayList<>();

  TogetherInStore(Engine<V> engine, List<Load<V>> loads) {
    this.engine = engine;
    this.loads = loads;
  }

  /** Claims the keys of all, before anything is computed. */
  void claim() {
    List<Load<V>> claiming = loads.stream().filter(Load::isToBeClaimed).toList();
    if (claiming.isEmpty()) {
      return;
    }
    try {
      Map<String, Claim> claims =
          engine.store().claimAll(claiming.stream().map(Load::storeKey).toList());
      for (Load<V> load : claiming) {
        Claim claim = claims.get(load.storeKey());
        if (claim != null) {
          load.claimed(claim);
        }
      }
    } catch (IllegalStateException e) {
      // Closed: each load is told so when it begins.
    }
  }

  /** Takes notice that the loader has no value for one of them. */
  void leaveOut(Load<V> load) {
    giveUp(load);
    load.leaveOut();
  }

  /** Takes notice of what is to become of the value of one of them, see {@link #keep}. */
  void computed(Load<V> load, Keeping<V> keeping) {
    if (keeping.value() == null) {
      giveUp(load);
    }
    computed.put(load, keeping);
  }

  /** Stores what is to be stored, gives up the other claims, and tells each what came of it. */
  void keep() {
    List<ClaimedValue<V>> values = new ArrayList<>();
    for (Keeping<V> each : computed.values()) {
      if (each.value() != null) {
        values.add(each.value());
      }
    }
    List<Filled> filled = values.isEmpty() ? List.of() : engine.fillAll(values);
    giveUpUnused();
    int next = 0;
    for (Map.Entry<Load<V>, Keeping<V>> each : computed.entrySet()) {
      Keeping<V> keeping = each.getValue();
      try {
        each.getKey().succeed(keeping, keeping.value() == null ? null : filled.get(next++));
      } catch (RuntimeException e) { // a codec that throws what it likes
        each.getKey().fail(e);
      }
    }
  }

  /** Gives the claims of all up: there are no values. */
  void abandon() {
    loads.forEach(this::giveUp);
    giveUpUnused();
  }

  private void giveUp(Load<V> load) {
    Claim claim = load.unclaimed();
    if (claim != null) {
      unused.add(claim);
    }
  }

  private void giveUpUnused() {
    if (!unused.isEmpty()) {
      engine.abandonAll(unused);
      unused.clear();
    }
  }
}
