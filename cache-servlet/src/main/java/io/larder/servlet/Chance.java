package io.larder.servlet;

import io.larder.cache.CacheEntry;
import io.larder.cache.Terms;
import io.larder.cache.freshness.EarlyRefresh;
import io.larder.cache.freshness.Jitter;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/** What a rule leaves to chance: how long pages are fresh by its ttl, and who refreshes them. */
final class Chance {
  private static final Jitter NO_JITTER = new Jitter(0);

  /** A refresh may take so many times as long as the one before. */
  private static final int OUTLASTING = 3;

  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final EarlyRefresh NEVER = new EarlyRefresh(0);

  private final Jitter jitter;
  private final EarlyRefresh early;
  private final DoubleSupplier random;

  Chance(Attributes attributes) {
    jitter = attributes.get(Vocabulary.JITTER, NO_JITTER);
    early = attributes.get(Vocabulary.EARLY_REFRESH, NEVER);
    random = attributes.get(Vocabulary.RANDOM, Chance::draw);
  }

  private static double draw() {
    return ThreadLocalRandom.current().nextDouble();
  }

  /** How long a page is fresh whose lifetime is the rule's. */
  Duration shorten(Duration ttl) {
    return jitter.isOn() ? jitter.shorten(ttl, random.getAsDouble()) : ttl;
  }

  /**
   * The terms of a page that took so long to compute. One that is refreshed early is kept for a
   * while after its end: a refresh is stored in place of what it began with, and may outlast it.
   */
  Terms costing(Terms terms, Duration cost) {
    Terms costing = terms.cost(cost);
    Duration outlasting = cost.multipliedBy(OUTLASTING);
    Duration kept = outlasting.compareTo(LONGEST) > 0 ? LONGEST : outlasting;
    return early.isOn() && kept.compareTo(terms.keep()) > 0 ? costing.keep(kept) : costing;
  }

  /** Whether there is anything to ask of a fresh page. */
  boolean refreshesEarly() {
    return early.isOn();
  }

  /** Whether a fresh page is to be refreshed by who asks now. */
  boolean isDue(CacheEntry<?> entry, long now) {
    return early.isDue(entry.freshNanosLeft(now), entry.terms().cost().toNanos(), random);
  }
}
