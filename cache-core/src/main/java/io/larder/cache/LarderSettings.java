package io.larder.cache;

import io.larder.cache.spi.StoreUri;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/**
 * Where a {@link Larder} stands and what holds for all of it: store, namespace, default ttl,
 * limits.
 *
 * <p>Immutable. {@link #toString()} shows no password.
 *
 * @param store the store's URI
 * @param namespace what separates this application's entries from others', {@code
 *     [A-Za-z0-9._-]{1,64}}
 * @param defaultTtl the ttl of rules and caches that say nothing
 * @param maxEntries the number of entries that a view in memory holds whose values have no known
 *     size
 * @param limits what may be stored
 */
public record LarderSettings(
    StoreUri store, String namespace, Duration defaultTtl, long maxEntries, Limits limits) {

  /** The options that every store's URI may carry, beside its own. */
  static final Set<String> URI_OPTIONS = Set.of("namespace", "ttl", "maxEntries", "maxValueBytes");

  /** The settings where nothing is set: a memory store. */
  public static final LarderSettings DEFAULT =
      new LarderSettings(
          StoreUri.parse("memory:"), "larder", Duration.ofMinutes(5), 10_000, Limits.DEFAULT);

  /** Checks the settings. */
  public LarderSettings {
    Objects.requireNonNull(store, "store");
    if (!namespace.matches("[A-Za-z0-9._-]{1,64}")) {
      throw new IllegalArgumentException(
          "the namespace '" + namespace + "' must be 1 to 64 of A-Z, a-z, 0-9, '.', '_' and '-'");
    }
    Terms.ttl(defaultTtl);
    if (maxEntries < 1) {
      throw new IllegalArgumentException("maxEntries is " + maxEntries + ": it must be at least 1");
    }
  }

  /**
   * Returns these settings with another store; options in the URI that belong to them are taken.
   */
  public LarderSettings withStore(String uri) {
    return new LarderSettings(StoreUri.parse(uri), namespace, defaultTtl, maxEntries, limits);
  }

  /** Returns these settings with another namespace. */
  public LarderSettings withNamespace(String namespace) {
    return new LarderSettings(store, namespace, defaultTtl, maxEntries, limits);
  }

  /** Returns these settings with another default ttl. */
  public LarderSettings withDefaultTtl(Duration ttl) {
    return new LarderSettings(store, namespace, ttl, maxEntries, limits);
  }

  /** Returns these settings with other limits. */
  public LarderSettings withLimits(Limits limits) {
    return new LarderSettings(store, namespace, defaultTtl, maxEntries, limits);
  }
}
