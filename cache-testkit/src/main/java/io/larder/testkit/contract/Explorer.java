package io.larder.testkit.contract;

import io.larder.cache.CacheStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Runs a few processes against a store, one step at a time, in every order or, where that is too
 * many, in random ones; and checks after each step that nobody was handed a value older than a
 * change whose evict, put or invalidation had returned before.
 *
 * <p>A call of the store is one step, since what a store does within a call is its own affair.
 */
final class Explorer {

  private static final long SEED = 20_260_102L;

  private final CacheStore<String> store;
  private final Consumer<String> vanishing;
  private final boolean waitersCompareStamps;
  private int runs;

  Explorer(CacheStore<String> store, Consumer<String> vanishing, boolean waitersCompareStamps) {
    this.store = store;
    this.vanishing = vanishing;
    this.waitersCompareStamps = waitersCompareStamps;
  }

  /**
   * Explores the interleavings of these processes, on an empty key and on one that holds a value.
   *
   * @param kinds a letter a process, see {@link World}
   * @param most the number of interleavings to run at most
   * @return what went wrong first, with the order of steps that led there
   */
  Optional<String> explore(String kinds, int most) {
    for (boolean stocked : new boolean[] {false, true}) {
      Optional<String> wrong =
          World.interleavings(kinds) <= most
              ? inEveryOrder(kinds, stocked)
              : inRandomOrders(kinds, stocked, most);
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return Optional.empty();
  }

  /** Depth first: each run repeats the last one up to its last choice that has another option. */
  private Optional<String> inEveryOrder(String kinds, boolean stocked) {
    List<int[]> choices = new ArrayList<>(); // index taken, number of options
    while (true) {
      World world = begin(kinds, stocked);
      for (int step = 0; !world.ready().isEmpty(); step++) {
        if (step == choices.size()) {
          choices.add(new int[] {0, world.ready().size()});
        }
        world.step(world.ready().get(choices.get(step)[0]));
      }
      if (world.wrong().isPresent()) {
        return world.wrong();
      }
      int last = choices.size() - 1;
      while (last >= 0 && choices.get(last)[0] + 1 == choices.get(last)[1]) {
        choices.remove(last--);
      }
      if (last < 0) {
        return Optional.empty();
      }
      choices.get(last)[0]++;
    }
  }

  private Optional<String> inRandomOrders(String kinds, boolean stocked, int most) {
    Random random = new Random(SEED);
    for (int i = 0; i < most; i++) {
      World world = begin(kinds, stocked);
      while (!world.ready().isEmpty()) {
        world.step(world.ready().get(random.nextInt(world.ready().size())));
      }
      if (world.wrong().isPresent()) {
        return world.wrong();
      }
    }
    return Optional.empty();
  }

  private World begin(String kinds, boolean stocked) {
    return new World(store, vanishing, kinds, "k" + runs++, stocked, waitersCompareStamps);
  }
}
