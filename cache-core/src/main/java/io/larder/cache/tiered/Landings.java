package io.larder.cache.tiered;

import io.larder.cache.Claim;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the loads of a view that are under way may leave a copy: for each claim of the store behind
 * one on the copies, taken before it. Whatever is announced meanwhile ends that, and so refuses the
 * copy. Of too many the eldest are forgotten, and leave none. Thread-safe.
 */
final class Landings {

  private static final int MOST = 10_000;

  private final Map<Long, Landing> landings = new LinkedHashMap<>(); // guarded by itself

  /** What was claimed, and how old what is computed may be at most. */
  private record Landing(Claim near, long stamp) {}

  /**
   * Notes a claim on the copies.
   *
   * @param far the claim of the store behind, which was taken after it
   */
  void add(Claim far, Claim near) {
    synchronized (landings) {
      // Of several loads under one claim the first began before all the others.
      landings.putIfAbsent(far.id(), new Landing(near, far.stamp()));
      if (landings.size() > MOST) {
        landings.remove(landings.keySet().iterator().next());
      }
    }
  }

  /** Takes the claim on the copies back; {@code null} if there is none that holds. */
  @Nullable Claim remove(Claim far) {
    Landing landing;
    synchronized (landings) {
      landing = landings.remove(far.id());
    }
    // Of what was computed before the claim was taken (Claim.since) nothing is known here.
    return landing == null || far.stamp() < landing.stamp() ? null : landing.near();
  }
}
