package io.larder.servlet;

import io.larder.cache.Larder;
import io.larder.cache.Sizes;
import io.larder.cache.Terms;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link CacheFilter} over a Larder. Each method returns this builder. Not thread-safe.
 */
public final class CacheFilterBuilder {

  private final Larder larder;
  private final SettingsReader properties = new SettingsReader();
  private final List<CacheRule> rules = new ArrayList<>();
  private @Nullable Duration ttl;
  private @Nullable Integer maxWaiters;
  private @Nullable Integer maxWaitersPerKey;
  private @Nullable Duration waitTimeout;
  private @Nullable Boolean asyncWaiters;
  private @Nullable Integer maxRefreshes;
  private @Nullable Long maxInFlight;
  private @Nullable Boolean strict;
  private @Nullable CacheMode mode;
  private InstantSource clock = InstantSource.system();

  CacheFilterBuilder(Larder larder) {
    this.larder = Objects.requireNonNull(larder, "larder");
  }

  /**
   * Sets the ttl of rules that say nothing; it beats the annotations' and the Larder's.
   *
   * @throws IllegalArgumentException if it is not positive or above a year
   */
  public CacheFilterBuilder ttl(Duration ttl) {
    this.ttl = Terms.ttl(ttl).fresh();
    return this;
  }

  /** Adds a rule. */
  public CacheFilterBuilder rule(CacheRule rule) {
    rules.add(Objects.requireNonNull(rule, "rule"));
    return this;
  }

  /**
   * Adds rules, one a line, see {@link CacheRule#parse}; empty lines and those that begin with
   * {@code #} say nothing.
   *
   * @throws IllegalArgumentException if a line is wrong, with a sentence that names it
   */
  public CacheFilterBuilder rules(String lines) {
    rules.addAll(SettingsReader.lines(lines));
    return this;
  }

  /**
   * Adds settings and rules out of properties: {@code ttl}, {@code maxWaiters}, {@code
   * maxWaitersPerKey}, {@code waitTimeout}, {@code asyncWaiters}, {@code maxRefreshes}, {@code
   * maxInFlight}, {@code strict}, {@code mode}, {@code rules}, each key that is a path pattern with
   * its attributes as the value, and {@code larder.cache.NAME} with the settings of a cache, which
   * the Larder is told of when the filter starts, see {@link Larder#configure}. This builder's own
   * methods beat them.
   *
   * @throws IllegalArgumentException if one of them is wrong, with a sentence that names it
   */
  public CacheFilterBuilder properties(Properties settings) {
    properties.setAll(settings);
    if (properties.get("store") != null) {
      throw new IllegalArgumentException(
          "the property store does not go with a filter that is built over a Larder: remove it");
    }
    return this;
  }

  /**
   * Sets how many requests, over all keys, may wait for others' answers; 1,000 unless set. Beyond,
   * they ask the handler themselves.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public CacheFilterBuilder maxWaiters(int maxWaiters) {
    this.maxWaiters =
        new WaitLimits(maxWaiters, 0, WaitLimits.DEFAULT.waitTimeout(), false, 0).maxWaiters();
    return this;
  }

  /**
   * Sets how many requests may wait for the answer to one key, 500 unless set, so that one slow
   * page does not take all places. Beyond, they ask the handler themselves.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public CacheFilterBuilder maxWaitersPerKey(int maxWaitersPerKey) {
    this.maxWaitersPerKey =
        new WaitLimits(0, maxWaitersPerKey, WaitLimits.DEFAULT.waitTimeout(), false, 0)
            .maxWaitersPerKey();
    return this;
  }

  /**
   * Sets how long a request waits for another one's answer before it asks the handler itself; 10 s
   * unless set.
   *
   * @throws IllegalArgumentException if it is not positive or above a year
   */
  public CacheFilterBuilder waitTimeout(Duration waitTimeout) {
    this.waitTimeout = new WaitLimits(0, 0, waitTimeout, false, 0).waitTimeout();
    return this;
  }

  /**
   * Sets whether requests that wait for others' answers may do so without their threads. Unless
   * set, they do where no other filter is registered.
   *
   * <p>Such a request goes asynchronous; where the answer is not for it, it is dispatched to where
   * it came from. So with {@code true} you say that all filters inside of this one are mapped for
   * {@link jakarta.servlet.DispatcherType#ASYNC} too, or else they would be skipped, and that those
   * outside bear a response that is written after they have returned. Map this filter for it as
   * well: what it does not see a second time is handled as if there were no cache. A request that
   * cannot go asynchronous waits with its thread.
   */
  public CacheFilterBuilder asyncWaiters(boolean asyncWaiters) {
    this.asyncWaiters = asyncWaiters;
    return this;
  }

  /**
   * Sets how many stale pages may be refreshed at once, each on the thread of a request whose
   * client has its answer; 16 unless set. Beyond, stale pages are served and not refreshed. With 0
   * they are never served in order to be refreshed: who finds one waits for the new one.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public CacheFilterBuilder maxRefreshes(int maxRefreshes) {
    this.maxRefreshes =
        new WaitLimits(0, 0, WaitLimits.DEFAULT.waitTimeout(), false, maxRefreshes).maxRefreshes();
    return this;
  }

  /**
   * Sets how many bytes all responses may take that are being captured, an eighth of the heap
   * unless set. One whose client reads slowly takes what has come of its body until it has ended.
   * Where that is more, a response is streamed and not stored.
   *
   * @param bytes how many, at least 1
   * @throws IllegalArgumentException if there is none
   */
  public CacheFilterBuilder maxInFlight(long bytes) {
    this.maxInFlight = Sizes.parse("maxInFlight", Long.toString(bytes));
    return this;
  }

  /**
   * Sets whether it is a {@link LeakException} if an answer is kept out of the store because its
   * handler has read something that its key does not hold; if not, {@code Cache-Status} says so.
   * For tests of an application.
   */
  public CacheFilterBuilder strict(boolean strict) {
    this.strict = strict;
    return this;
  }

  /**
   * Sets whether rules do what they say, or only tell what they would do; for all that set none.
   */
  public CacheFilterBuilder mode(CacheMode mode) {
    this.mode = Objects.requireNonNull(mode, "mode");
    return this;
  }

  /** Sets what Date and Expires are compared with, for tests. */
  CacheFilterBuilder clock(InstantSource clock) {
    this.clock = clock;
    return this;
  }

  /**
   * Returns the filter.
   *
   * @throws IllegalArgumentException if two rules have one pattern, or contradict the Larder
   */
  public CacheFilter build() {
    FilterSettings read = properties.read();
    List<CacheRule> all = new ArrayList<>(rules);
    all.addAll(read.rules());
    FilterSettings settings =
        new FilterSettings(
            null,
            ttl != null ? ttl : read.ttl(),
            maxWaiters != null ? maxWaiters : read.maxWaiters(),
            maxWaitersPerKey != null ? maxWaitersPerKey : read.maxWaitersPerKey(),
            waitTimeout != null ? waitTimeout : read.waitTimeout(),
            asyncWaiters != null ? asyncWaiters : read.asyncWaiters(),
            maxRefreshes != null ? maxRefreshes : read.maxRefreshes(),
            maxInFlight != null ? maxInFlight : read.maxInFlight(),
            strict != null ? strict : read.strict(),
            mode != null ? mode : read.mode(),
            all,
            read.caches());
    RuleTable unused = RuleTable.of(settings.rules(), List.of());
    return new CacheFilter(larder, settings, clock);
  }
}
