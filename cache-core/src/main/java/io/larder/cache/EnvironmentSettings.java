package io.larder.cache;

import io.larder.cache.spi.StoreUri;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Reads settings from variables that are named as Flask-Caching names them. */
final class EnvironmentSettings {

  private static final String TYPE = "CACHE_TYPE";
  private static final String URL = RedisVariables.URL;
  private static final String TIMEOUT = "CACHE_DEFAULT_TIMEOUT";
  private static final String PREFIX = "CACHE_KEY_PREFIX";
  private static final String THRESHOLD = "CACHE_THRESHOLD";

  private final Map<String, String> environment;

  EnvironmentSettings(Map<String, String> environment) {
    this.environment = Objects.requireNonNull(environment, "environment");
  }

  LarderSettings settings() {
    LarderSettings settings = LarderSettings.DEFAULT.withStore(store());
    Optional<Duration> timeout = get(TIMEOUT).map(EnvironmentSettings::seconds);
    if (timeout.isPresent()) {
      agree(settings, "ttl", TIMEOUT, timeout.get(), LarderSettings::defaultTtl);
      settings = settings.withDefaultTtl(timeout.get());
    }
    Optional<Long> threshold = get(THRESHOLD).map(text -> LarderSettings.count(THRESHOLD, text));
    if (threshold.isPresent()) {
      agree(settings, "maxEntries", THRESHOLD, threshold.get(), LarderSettings::maxEntries);
      settings = settings.withMaxEntries(threshold.get());
    }
    Optional<String> prefix = get(PREFIX);
    if (prefix.isPresent()) {
      agree(settings, "namespace", PREFIX, prefix.get(), LarderSettings::namespace);
      settings = namespace(settings, prefix.get());
    }
    return settings;
  }

  private StoreUri store() {
    CacheType type = get(TYPE).map(CacheType::of).orElse(CacheType.MEMORY);
    if (get(TYPE).isEmpty()) {
      requireNone(RedisVariables.URL, "redis");
      requireNone(RedisVariables.HOST, "redis");
      requireNone(RedisVariables.SENTINELS, "RedisSentinelCache");
      requireNone(RedisVariables.CLUSTER, "RedisClusterCache");
    }
    return switch (type) {
      case MEMORY -> StoreUri.parse("memory:");
      case NONE -> StoreUri.parse("none:");
      case REDIS, REDIS_SENTINEL, REDIS_CLUSTER -> new RedisVariables(environment).uri(type);
    };
  }

  /** Refuses what says where Redis is while nothing says that it is to be used. */
  private void requireNone(String name, String type) {
    if (get(name).isPresent()) {
      throw new IllegalArgumentException(
          name
              + " is set and "
              + TYPE
              + " is not: set "
              + TYPE
              + "="
              + type
              + " to use it, or "
              + TYPE
              + "=memory to leave it aside");
    }
  }

  /** Refuses a variable that says something else than the option that the URL carries. */
  private static <T> void agree(
      LarderSettings settings,
      String option,
      String name,
      T value,
      Function<LarderSettings, T> is) {
    if (settings.store().option(option).isPresent() && !is.apply(settings).equals(value)) {
      throw new IllegalArgumentException(
          name
              + " says "
              + shown(value)
              + " and "
              + URL
              + " says "
              + option
              + "="
              + Texts.head(settings.store().option(option).get())
              + ": set one of them, or both to the same");
    }
  }

  private static String shown(Object value) {
    return value instanceof Duration duration
        ? Durations.format(duration)
        : Texts.head(value.toString());
  }

  private static LarderSettings namespace(LarderSettings settings, String prefix) {
    try {
      return settings.withNamespace(prefix);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          PREFIX
              + " '"
              + Texts.head(prefix)
              + "' must be 1 to 64 of A-Z, a-z, 0-9, '.', '_' and '-'"
              + (prefix.endsWith(":") ? "; leave out the ':', it is put between it and a key" : ""),
          e);
    }
  }

  private static Duration seconds(String text) {
    long most = Terms.MAX_LIFETIME.toSeconds();
    long number = text.matches("[0-9]{1,10}") ? Long.parseLong(text) : 0;
    if (number < 1 || number > most) {
      throw new IllegalArgumentException(
          TIMEOUT
              + " '"
              + Texts.head(text)
              + "' must be a whole number of seconds from 1 to "
              + most
              + "; no entry is endless, and "
              + TYPE
              + "=none switches caching off");
    }
    return Duration.ofSeconds(number);
  }

  private Optional<String> get(String name) {
    return value(environment, name);
  }

  /** Returns the value of a variable, where an empty one counts as none. */
  static Optional<String> value(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }
}
