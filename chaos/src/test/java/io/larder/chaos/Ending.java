package io.larder.chaos;

import java.util.List;
import java.util.SplittableRandom;

/** A way to end what is cached of an item, and of others with it maybe. */
enum Ending {
  EVICT,
  PUT,
  TAG,
  GROUP;

  /** Returns one that this kind of item can have. */
  static Ending any(Items.Kind kind, SplittableRandom random) {
    int dice = random.nextInt(10);
    if (kind == Items.Kind.UNTAGGED) {
      return dice < 5 ? EVICT : PUT;
    }
    return dice < 4 ? EVICT : dice < 8 ? TAG : GROUP;
  }

  /** The items that are ended with this one. */
  List<Integer> items(int item) {
    return this == GROUP ? Items.together(item) : List.of(item);
  }
}
