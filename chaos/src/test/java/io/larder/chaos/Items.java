package io.larder.chaos;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What is asked for: some hundred items, some much more often than others. A third of them are
 * values with tags, a third pages with the same tags, and a third values without tags, which are
 * evicted and put.
 */
final class Items {

  static final int COUNT = 300;
  private static final int GROUPS = 30;

  /** What an item is, and so how it is asked for and ended. */
  enum Kind {
    VALUE,
    PAGE,
    UNTAGGED
  }

  private static final double[] UP_TO = new double[COUNT];

  static {
    double sum = 0;
    for (int i = 0; i < COUNT; i++) {
      sum += 1.0 / (i + 1);
      UP_TO[i] = sum;
    }
  }

  private Items() {}

  /** Returns one, the n-th as often as 1/n (Zipf's law). */
  static int any(SplittableRandom random) {
    double at = random.nextDouble() * UP_TO[COUNT - 1];
    int item = 0;
    while (UP_TO[item] < at) {
      item++;
    }
    return item;
  }

  static Kind kind(int item) {
    return Kind.values()[item % Kind.values().length];
  }

  /** The name of the group that an item is in. */
  static String group(int item) {
    return "" + item % GROUPS;
  }

  /** All items whose group this one is in, untagged ones left out. */
  static List<Integer> together(int item) {
    return IntStream.range(0, COUNT)
        .filter(it -> it % GROUPS == item % GROUPS && kind(it) != Kind.UNTAGGED)
        .boxed()
        .toList();
  }

  /** All items that are in the same view of the store: the pages, or all others. */
  static List<Integer> alike(int item) {
    return IntStream.range(0, COUNT)
        .filter(it -> (kind(it) == Kind.PAGE) == (kind(item) == Kind.PAGE))
        .boxed()
        .toList();
  }

  /** All items. */
  static List<Integer> all() {
    return IntStream.range(0, COUNT).boxed().toList();
  }

  /** Path and query by which an item is asked for. */
  static String uri(int item) {
    return kind(item) == Kind.PAGE
        ? "/page?group=" + group(item) + "&item=" + item
        : "/value?item=" + item;
  }
}
