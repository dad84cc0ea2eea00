package io.larder.cache;

import io.larder.cache.codec.Compression;
import io.larder.cache.spi.StoreUri;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

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
 * @param compression how values and pages are compressed where the store writes bytes
 */
public record LarderSettings(
    StoreUri store,
    String namespace,
    Duration defaultTtl,
    long maxEntries,
    Limits limits,
    Compression compression) {

  /** The options that every store's URI may carry, beside its own. */
  static final Set<String> URI_OPTIONS =
      Set.of("namespace", "ttl", "maxEntries", "maxValueBytes", "compress");

  private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /** The settings where nothing is set: a memory store. */
  public static final LarderSettings DEFAULT =
      new LarderSettings(
          StoreUri.parse("memory:"),
          "larder",
          Duration.ofMinutes(5),
          10_000,
          Limits.DEFAULT,
          Compression.NONE);

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is wrong, with a sentence that names it
   */
  public LarderSettings {
    Objects.requireNonNull(store, "store");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(compression, "compression");
    if (!NAMESPACE.matcher(namespace).matches()) {
      throw new IllegalArgumentException(
          "the namespace '"
              + Texts.head(namespace)
              + "' must be 1 to 64 of A-Z, a-z, 0-9, '.', '_' and '-'");
    }
    Durations.requirePositive("the default ttl", defaultTtl);
    if (maxEntries < 1) {
      throw new IllegalArgumentException("maxEntries is " + maxEntries + ": it must be at least 1");
    }
  }

  /**
   * Returns what the variables of a process's environment say, such as {@link System#getenv()}, by
   * the names that Flask-Caching gave them. An empty value counts as none, other variables are left
   * aside, and the process's own environment is not looked at.
   *
   * <dl>
   *   <dt>{@code CACHE_TYPE}
   *   <dd>{@code redis} ({@code RedisCache}), {@code redissentinel} ({@code RedisSentinelCache}),
   *       {@code rediscluster} ({@code RedisClusterCache}), {@code memory} ({@code simple}, {@code
   *       SimpleCache}) or {@code none} ({@code null}, {@code NullCache}), in any case, and with
   *       {@code flask_caching.backends.} in front if need be. If unset: {@code memory}, unless
   *       another one says where Redis is, which is refused.
   *   <dt>{@code CACHE_REDIS_URL}
   *   <dd>A store's URI, such as {@code redis://} or {@code rediss://}, with its options.
   *   <dt>{@code CACHE_REDIS_HOST}, {@code CACHE_REDIS_PORT}, {@code CACHE_REDIS_DB}
   *   <dd>The same in parts; {@code localhost}, {@code 6379} and {@code 0} unless set. Beside a URL
   *       they must say what it says (6379 and 0 where it says nothing), else both are refused.
   *   <dt>{@code CACHE_REDIS_USERNAME}, {@code CACHE_REDIS_PASSWORD}
   *   <dd>The ACL user, the default one unless set, and the password. A URL without one takes
   *       these; a URL with others is refused.
   *   <dt>{@code CACHE_REDIS_SENTINELS}, {@code CACHE_REDIS_SENTINEL_MASTER}, {@code
   *       CACHE_REDIS_SENTINEL_PASSWORD}
   *   <dd>With {@code redissentinel}: hosts and ports with commas between them ({@code
   *       localhost:26379} unless set), the name by which they know the primary ({@code mymaster})
   *       and their own password; {@code CACHE_REDIS_DB} counts, {@code CACHE_REDIS_HOST} and
   *       {@code CACHE_REDIS_PORT} do not.
   *   <dt>{@code CACHE_REDIS_CLUSTER}
   *   <dd>With {@code rediscluster}, where it must be set: hosts and ports of some of its servers
   *       with commas between them.
   *   <dt>{@code CACHE_DEFAULT_TIMEOUT}
   *   <dd>{@link #defaultTtl()} in whole seconds. 0, endless in Flask-Caching, is refused.
   *   <dt>{@code CACHE_KEY_PREFIX}
   *   <dd>{@link #namespace()}; the colon between it and a key is not part of it.
   *   <dt>{@code CACHE_THRESHOLD}
   *   <dd>{@link #maxEntries()}, at least 1.
   * </dl>
   *
   * <p>With a type other than Redis what begins with {@code CACHE_REDIS_} is not looked at, so that
   * {@code CACHE_TYPE} alone switches between stores.
   *
   * @throws IllegalArgumentException if one is wrong or two contradict each other, with a sentence
   *     that names them and shows no password
   */
  public static LarderSettings fromEnvironment(Map<String, String> environment) {
    return new EnvironmentSettings(environment).settings();
  }

  /**
   * Returns these settings with another store. The URI's options {@code namespace}, {@code ttl},
   * {@code maxEntries}, {@code maxValueBytes} and {@code compress} replace what these settings say,
   * and what is set afterwards replaces them: the later call wins.
   *
   * @throws IllegalArgumentException if the URI or such an option is wrong, with a sentence that
   *     names it and shows no password
   */
  public LarderSettings withStore(String uri) {
    return withStore(StoreUri.parse(uri));
  }

  /** Returns these settings with another store, see {@link #withStore(String)}. */
  public LarderSettings withStore(StoreUri uri) {
    Optional<Duration> ttl =
        uri.option("ttl").map(text -> Durations.parsePositive("the store's option ttl", text));
    Optional<Long> entries =
        uri.option("maxEntries").map(text -> count("the store's option maxEntries", text));
    Optional<Limits> valueBytes =
        uri.option("maxValueBytes")
            .map(text -> new Limits(Sizes.parse("the store's option maxValueBytes", text)));
    Optional<Compression> compress =
        uri.option("compress").map(text -> Compressions.parse("the store's option compress", text));
    return new LarderSettings(
        uri,
        uri.option("namespace").orElse(namespace),
        ttl.orElse(defaultTtl),
        entries.orElse(maxEntries),
        valueBytes.orElse(limits),
        compress.orElse(compression));
  }

  /** Returns these settings with another namespace. */
  public LarderSettings withNamespace(String namespace) {
    return new LarderSettings(store, namespace, defaultTtl, maxEntries, limits, compression);
  }

  /** Returns these settings with another default ttl. */
  public LarderSettings withDefaultTtl(Duration ttl) {
    return new LarderSettings(store, namespace, ttl, maxEntries, limits, compression);
  }

  /** Returns these settings with another number of entries. */
  public LarderSettings withMaxEntries(long maxEntries) {
    return new LarderSettings(store, namespace, defaultTtl, maxEntries, limits, compression);
  }

  /** Returns these settings with other limits. */
  public LarderSettings withLimits(Limits limits) {
    return new LarderSettings(store, namespace, defaultTtl, maxEntries, limits, compression);
  }

  /** Returns these settings with another compression. */
  public LarderSettings withCompression(Compression compression) {
    return new LarderSettings(store, namespace, defaultTtl, maxEntries, limits, compression);
  }

  /** Returns the number from 1 to a thousand million that the text says. */
  static long count(String setting, String text) {
    long number = text.matches("[0-9]{1,10}") ? Long.parseLong(text) : 0;
    if (number < 1 || number > 1_000_000_000) {
      throw new IllegalArgumentException(
          setting
              + " '"
              + Texts.head(text)
              + "' must be a whole number from 1 to 1000000000 (no number means unlimited)");
    }
    return number;
  }
}
