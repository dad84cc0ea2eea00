package io.larder.cache.method;

import io.larder.cache.annotation.Cached;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whose caches are whose in one Larder: a cache that no annotation names belongs to the first
 * object behind a proxy or of a subclass that uses it, and those who name one must agree on it.
 * Thread-safe.
 *
 * <p>It keeps those objects for as long as it lives.
 */
final class CacheOwners {

  private record Owner(CacheUse use, Object target) {}

  private final Map<String, Owner> owners = new HashMap<>();
  private final List<CacheUse> uses = new ArrayList<>();

  /**
   * Adds what a new proxy or an object of a subclass uses; adding the same again changes nothing.
   *
   * @param target the object behind the proxy, or that of the subclass
   * @throws IllegalArgumentException if it would share a cache and must not; nothing is added then
   */
  synchronized void add(MethodPlans plans, Object target) {
    List<CacheUse> together = together(plans, target);
    uses.clear();
    uses.addAll(together);
    for (CacheUse each : plans.uses()) {
      if (isOwn(each)) {
        owners.putIfAbsent(each.cache(), new Owner(each, target));
      }
    }
  }

  /**
   * Refuses what {@link #add} would refuse for an object that there is not yet, before its
   * constructor runs.
   *
   * @throws IllegalArgumentException if it would share a cache and must not
   */
  synchronized void checkNew(MethodPlans plans) {
    together(plans, new Object());
  }

  private List<CacheUse> together(MethodPlans plans, Object target) {
    List<CacheUse> together = new ArrayList<>(uses);
    for (CacheUse each : plans.uses()) {
      checkOwner(each, target);
      if (together.stream().noneMatch(each::isAgain)) {
        together.add(each);
      }
    }
    Sharing.check(together);
    return together;
  }

  private void checkOwner(CacheUse use, Object target) {
    Owner owner = owners.get(use.cache());
    if (isOwn(use) && owner != null && owner.target() != target) {
      throw use.place()
          .refused(
              "two objects, of "
                  + owner.use().owner().getName()
                  + " and "
                  + use.owner().getName()
                  + ", would share the cache '"
                  + use.cache()
                  + "': if they answer alike, name it with cache = \""
                  + use.cache()
                  + "\", else give one of them another Larder or another name");
    }
  }

  private static boolean isOwn(CacheUse use) {
    return use.place().kind() == Cached.class && !use.named();
  }
}
