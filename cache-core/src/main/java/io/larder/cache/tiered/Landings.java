package io.larder.cache.tiered;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.larder.cache.Claim;
import io.larder.cache.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the loads of a view that are under way may leave a copy: for each claim of the store behind
 * one on the copies, taken before it. Whatever is announced meanwhile ends that, and so refuses the
 * copy. Who is not found here, since there are too many or one takes too long, leaves none.
 * Thread-safe.
 */
final class Landings {

  private static final int MOST = 10_000;

  /** What was claimed, and how old what is computed may be at most. */
  private record Landing(Claim near, long stamp) {}

  private final Cache<Long, Landing> landings;

  Landings(Ticker ticker, Duration fenceWindow) {
    this.landings =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(fenceWindow)
            .ticker(ticker::read)
            .executor(Runnable::run)
            .build();
  }

  /**
   * Notes a claim on the copies.
   *
   * @param far the claim of the store behind, which was taken after it
   */
  void add(Claim far, Claim near) {
    // Of several loads under one claim the first began before all the others.
    landings.asMap().putIfAbsent(far.id(), new Landing(near, far.stamp()));
  }

  /** Takes the claim on the copies back; {@code null} if there is none that holds. */
  @Nullable Claim remove(Claim far) {
    Landing landing = landings.asMap().remove(far.id());
    // Of what was computed before the claim was taken (Claim.since) nothing is known here.
    return landing == null || far.stamp() < landing.stamp() ? null : landing.near();
  }
}
