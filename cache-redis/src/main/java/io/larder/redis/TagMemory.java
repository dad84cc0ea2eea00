package io.larder.redis;

import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The tags that entries were last seen with, so that the next look-up asks for their marks in its
 * first round trip. Bounded and lossy: what it forgets, or confuses, costs a second round trip.
 */
final class TagMemory {

  private static final int SLOTS = 4096;

  /** More text than this is not worth remembering: 4 MiB would be the most that all of it takes. */
  private static final int MOST_CHARACTERS = 1024;

  private final AtomicReferenceArray<@Nullable List<String>> slots =
      new AtomicReferenceArray<>(SLOTS);

  List<String> recall(int keyHash) {
    List<String> tags = slots.get(slot(keyHash));
    return tags == null ? List.of() : tags;
  }

  void remember(int keyHash, List<String> tags) {
    int characters = 0;
    for (String tag : tags) {
      characters += tag.length();
    }
    if (characters <= MOST_CHARACTERS) {
      slots.setPlain(slot(keyHash), tags);
    }
  }

  private static int slot(int hash) {
    return (hash ^ (hash >>> 16)) & (SLOTS - 1);
  }
}
