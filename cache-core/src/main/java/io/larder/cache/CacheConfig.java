package io.larder.cache;

import io.larder.cache.codec.Compression;
import io.larder.cache.engine.EngineSettings;
import io.larder.cache.engine.Hooks;
import io.larder.cache.engine.Lifetimes;
import io.larder.cache.engine.Rules;
import io.larder.cache.engine.Timing;
import io.larder.cache.freshness.EarlyRefresh;
import io.larder.cache.freshness.Jitter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What all sources say about one open cache, resolved: code and run time beat properties, these an
 * annotation, and that the defaults. Thread-safe.
 */
final class CacheConfig<V> implements EngineSettings<V> {

  private static final Jitter JITTER = new Jitter(10);
  private static final EarlyRefresh NEVER_EARLY = new EarlyRefresh(0);
  private static final Duration RETRY_THROTTLE = Duration.ofSeconds(1);
  private static final Duration WAIT_TIMEOUT = Duration.ofSeconds(10);
  private static final int MAX_WAITERS = 1_024;

  private final String name;
  private final Hooks<V> hooks;
  private final Supplier<CacheSettings> configured;
  private final CacheSettings weakest;
  private final Supplier<CacheStats> stats;
  private final @Nullable String version;
  private final @Nullable Compression compression;
  private volatile CacheSettings said;

  /**
   * Creates it.
   *
   * @param said by code
   * @param configured by properties, which may change
   * @param weakest by an annotation, and the Larder's default ttl
   */
  CacheConfig(
      String name,
      Hooks<V> hooks,
      CacheSettings said,
      Supplier<CacheSettings> configured,
      CacheSettings weakest,
      Supplier<CacheStats> stats) {
    this.name = name;
    this.hooks = hooks;
    this.said = said;
    this.configured = configured;
    this.weakest = weakest;
    this.stats = stats;
    this.version = all(said).version();
    this.compression = all(said).get(Setting.COMPRESS);
  }

  /** Returns the version that it was opened with; null: none was set. */
  @Nullable String version() {
    return version;
  }

  /** Returns the compression that it was opened with; null: none was set. */
  @Nullable Compression compression() {
    return compression;
  }

  @Override
  public Rules<V> rules() {
    return resolve(all(said), said.over(configured.get()).has(Setting.TTL));
  }

  @Override
  public CacheSettings said() {
    return said;
  }

  @Override
  public void say(CacheSettings settings) {
    check(all(settings));
    said = settings;
  }

  /**
   * Refuses what properties would make of this cache.
   *
   * @throws IllegalArgumentException if that cannot be
   */
  void check(CacheSettings all) {
    requireSame(Setting.VERSION, version, all);
    requireSame(Setting.COMPRESS, compression, all);
    resolve(all, true);
  }

  private <T> void requireSame(Setting<T> setting, @Nullable T opened, CacheSettings all) {
    T wanted = all.get(setting);
    if (wanted != null && !wanted.equals(opened)) {
      throw new IllegalArgumentException(
          "the cache '"
              + name
              + "' is open with "
              + (opened == null ? "no " + setting : setting + "=" + Setting.written(opened))
              + ": it can be set to another one when it is opened again");
    }
  }

  CacheSettings with(CacheSettings configured) {
    return said.over(configured).over(weakest);
  }

  @Override
  public CacheStats stats() {
    return stats.get();
  }

  private CacheSettings all(CacheSettings first) {
    return first.over(configured.get()).over(weakest);
  }

  private Rules<V> resolve(CacheSettings all, boolean ttlSaid) {
    Duration whileRevalidate = all.get(Setting.STALE_WHILE_REVALIDATE, Duration.ZERO);
    Duration ifError = all.get(Setting.STALE_IF_ERROR, Duration.ZERO);
    Lifetimes lifetimes =
        new Lifetimes(
            Objects.requireNonNull(all.ttl(), "ttl"),
            all.get(Setting.NULL_TTL),
            all.get(Setting.JITTER, JITTER),
            whileRevalidate,
            ifError,
            all.get(Setting.RETRY_THROTTLE, RETRY_THROTTLE),
            all.get(Setting.EARLY_REFRESH, NEVER_EARLY));
    Timing timing =
        new Timing(
            all.get(Setting.MAX_WAITERS, MAX_WAITERS),
            all.get(Setting.SOFT_TIMEOUT),
            all.get(Setting.HARD_TIMEOUT),
            all.get(Setting.WAIT_TIMEOUT, WAIT_TIMEOUT),
            all.get(Setting.FAIL_WAITING, false),
            all.get(Setting.INTERRUPT_ABANDONED, false));
    refuse(
        all.has(Setting.RETRY_THROTTLE) && whileRevalidate.isZero() && ifError.isZero(),
        "retryThrottle says how long something stale is served without another try: set"
            + " staleIfError too");
    refuse(
        timing.soft() != null && ifError.isZero(),
        "softTimeout gives callers something stale: set staleIfError too");
    refuse(
        timing.soft() != null
            && timing.hard() != null
            && timing.soft().compareTo(timing.hard()) >= 0,
        "softTimeout is not shorter than hardTimeout: callers would never get what is stale before");
    refuse(
        timing.interruptAbandoned() && timing.soft() == null && timing.hard() == null,
        "interruptAbandoned has no meaning where callers wait for their loads to end: set softTimeout"
            + " or hardTimeout too");
    return new Rules<>(lifetimes, timing, all.get(Setting.TAGS, List.of()), hooks, ttlSaid);
  }

  private void refuse(boolean wrong, String why) {
    if (wrong) {
      throw new IllegalArgumentException("the cache '" + name + "': " + why);
    }
  }
}
