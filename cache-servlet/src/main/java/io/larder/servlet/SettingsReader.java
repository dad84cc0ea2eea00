package io.larder.servlet;

import io.larder.cache.Durations;
import io.larder.cache.Sizes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Collects what init-params and properties say, each setting once. Of properties, a key that is a
 * path pattern is a rule: the line {@code /universities ttl=30s} means the same there. One that
 * begins with {@code larder.cache.} is about a cache of that name.
 */
final class SettingsReader {

  private static final List<String> NAMES =
      List.of(
          "store",
          "ttl",
          "rules",
          "properties",
          "maxWaiters",
          "maxWaitersPerKey",
          "waitTimeout",
          "asyncWaiters",
          "maxRefreshes",
          "maxInFlight",
          "strict",
          "mode");

  private final Map<String, String> values = new TreeMap<>();
  private final List<CacheRule> rules = new ArrayList<>();
  private NamedCaches caches = NamedCaches.NONE;

  /**
   * Takes a setting.
   *
   * @param source where it stands, for messages: {@code init-param}
   * @throws IllegalArgumentException if there is none of that name, or it is set already
   */
  void set(String source, String name, String value) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "the cache filter has an unknown "
              + source
              + " '"
              + name
              + "': there are "
              + String.join(", ", NAMES));
    }
    if (values.putIfAbsent(name, value.strip()) != null) {
      throw new IllegalArgumentException(
          "the cache filter's " + name + " is set twice, as init-param and as property");
    }
    if (name.equals("rules")) {
      rules.addAll(lines(value));
    }
  }

  /**
   * Takes properties.
   *
   * @throws IllegalArgumentException if one of them is wrong
   */
  void setAll(Properties properties) {
    for (String name : new TreeSet<>(properties.stringPropertyNames())) {
      String value = properties.getProperty(name);
      if (name.startsWith("/") || name.startsWith("*")) {
        rules.add(CacheRule.parse(name + " " + value));
      } else if (NamedCaches.isOne(name)) {
        caches = caches.with(name, value);
      } else if (name.equals("properties")) {
        throw new IllegalArgumentException("properties cannot name other properties");
      } else {
        set("property", name, value);
      }
    }
  }

  @Nullable String get(String name) {
    return values.get(name);
  }

  /** The settings so far. */
  FilterSettings read() {
    return new FilterSettings(
        values.get("store"),
        duration("ttl"),
        number("maxWaiters"),
        number("maxWaitersPerKey"),
        duration("waitTimeout"),
        yesOrNo("asyncWaiters"),
        number("maxRefreshes"),
        size("maxInFlight"),
        yesOrNo("strict"),
        values.get("mode") == null ? null : Vocabulary.mode(values.getOrDefault("mode", "")),
        rules,
        caches);
  }

  /** The rules of a text with one a line; empty lines and those that begin with # say nothing. */
  static List<CacheRule> lines(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .map(CacheRule::parse)
        .toList();
  }

  private @Nullable Duration duration(String name) {
    String value = values.get(name);
    return value == null ? null : Durations.parsePositive(name, value);
  }

  private @Nullable Boolean yesOrNo(String name) {
    String value = values.get(name);
    if (value == null) {
      return null;
    }
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(name + " '" + value + "' is neither true nor false");
    };
  }

  private @Nullable Long size(String name) {
    String value = values.get(name);
    return value == null ? null : Sizes.parse(name, value);
  }

  private @Nullable Integer number(String name) {
    String value = values.get(name);
    try {
      return value == null ? null : Integer.valueOf(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " '" + value + "' is no whole number", e);
    }
  }
}
