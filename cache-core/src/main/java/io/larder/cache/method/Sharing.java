package io.larder.cache.method;

import io.larder.cache.annotation.Cached;
import java.util.List;

/** Which annotations may use one cache; see {@link Cached}. */
final class Sharing {

  private Sharing() {}

  /**
   * Refuses two that would answer for each other, and one that never meets what it changes.
   *
   * @throws IllegalArgumentException with a sentence that names both
   */
  static void check(List<CacheUse> uses) {
    for (int i = 0; i < uses.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (uses.get(i).cache().equals(uses.get(j).cache())) {
          checkTwo(uses.get(j), uses.get(i));
        }
      }
    }
    uses.stream().filter(each -> !isCached(each)).forEach(each -> checkMeets(each, uses));
  }

  private static void checkTwo(CacheUse one, CacheUse other) {
    if (one.valueType() != null
        && other.valueType() != null
        && !one.valueType().equals(other.valueType())) {
      throw refused(
          one,
          other,
          "but store "
              + one.valueType().getTypeName()
              + " and "
              + other.valueType().getTypeName()
              + ": give one of them another cache");
    }
    if (!one.version().isEmpty()
        && !other.version().isEmpty()
        && !one.version().equals(other.version())) {
      throw refused(
          one,
          other,
          "but say the versions "
              + one.version()
              + " and "
              + other.version()
              + ": a cache has one version");
    }
    if (isCached(one) && isCached(other) && !one.place().method().equals(other.place().method())) {
      checkBothCached(one, other);
    }
  }

  private static void checkBothCached(CacheUse one, CacheUse other) {
    if (!one.named() || !other.named()) {
      throw refused(one, other, "which neither or only one of them names: set cache on both");
    }
    KeyShape shape = one.shape();
    boolean safe =
        shape.declared()
            && other.shape().declared()
            && (shape.meets(other.shape()) || shape.isApartFrom(other.shape()));
    if (!safe) {
      throw refused(
          one,
          other,
          "so that the one could answer with what the other has stored: give both a key, either the"
              + " same or such that begin with different text, as \"name:{name}\" and"
              + " \"code:{code}\", or give one of them another cache");
    }
  }

  private static void checkMeets(CacheUse change, List<CacheUse> uses) {
    List<CacheUse> cached =
        uses.stream()
            .filter(each -> isCached(each) && each.cache().equals(change.cache()))
            .toList();
    if (!cached.isEmpty() && cached.stream().noneMatch(each -> meets(each, change))) {
      throw refused(
          change,
          cached.get(0),
          "but their keys never meet, "
              + change.shape()
              + " and "
              + cached.get(0).shape()
              + ": mark the parts of the key with @CacheKey, or write the same key in both");
    }
  }

  private static boolean meets(CacheUse one, CacheUse other) {
    return one.shape().meets(other.shape());
  }

  private static boolean isCached(CacheUse use) {
    return use.place().kind() == Cached.class;
  }

  private static IllegalArgumentException refused(CacheUse one, CacheUse other, String why) {
    return one.place()
        .refused("it shares the cache '" + one.cache() + "' with " + other.place() + ", " + why);
  }
}
