package io.larder.chaos;

import java.util.List;
import java.util.SplittableRandom;

/** A way to end what is cached of an item, and of others with it maybe. */
enum Ending {
  EVICT,
  PUT,
  TAG,
  GROUP,
  /** All that is cached as this item is: all pages, or all values. */
  CLEAR,
  CLEAR_ALL;

  /** One of so many is a clear, lest there be little to hit. */
  private static final int RARELY = 400;

  /** Returns one that this kind of item can have. */
  static Ending any(Items.Kind kind, SplittableRandom random) {
    if (random.nextInt(RARELY) == 0) {
      return random.nextBoolean() ? CLEAR : CLEAR_ALL;
    }
    int dice = random.nextInt(10);
    if (kind == Items.Kind.UNTAGGED) {
      return dice < 5 ? EVICT : PUT;
    }
    return dice < 4 ? EVICT : dice < 8 ? TAG : GROUP;
  }

  /** The items that are ended with this one. */
  List<Integer> items(int item) {
    return switch (this) {
      case EVICT, PUT, TAG -> List.of(item);
      case GROUP -> Items.together(item);
      case CLEAR -> Items.alike(item);
      case CLEAR_ALL -> Items.all();
    };
  }
}
