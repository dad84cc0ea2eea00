package io.larder.cache;

import io.larder.cache.codec.Compression;
import io.larder.cache.freshness.EarlyRefresh;
import io.larder.cache.freshness.Jitter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One word of the vocabulary of caches, with the type of its value: the same in lines, builders and
 * annotations. Compared by identity.
 *
 * @param <T> the type of the value
 */
final class Setting<T> {

  static final Setting<Duration> TTL = new Setting<>("ttl", positive("ttl"));
  static final Setting<Jitter> JITTER = new Setting<>("jitter", Jitter::parse);
  static final Setting<Duration> NULL_TTL = new Setting<>("nullTtl", positive("nullTtl"));
  static final Setting<Duration> STALE_WHILE_REVALIDATE =
      new Setting<>("staleWhileRevalidate", positive("staleWhileRevalidate"));
  static final Setting<Duration> STALE_IF_ERROR =
      new Setting<>("staleIfError", positive("staleIfError"));
  static final Setting<Duration> RETRY_THROTTLE =
      new Setting<>("retryThrottle", positive("retryThrottle"));
  static final Setting<EarlyRefresh> EARLY_REFRESH =
      new Setting<>("earlyRefresh", EarlyRefresh::parse);
  static final Setting<Duration> SOFT_TIMEOUT =
      new Setting<>("softTimeout", positive("softTimeout"));
  static final Setting<Duration> HARD_TIMEOUT =
      new Setting<>("hardTimeout", positive("hardTimeout"));
  static final Setting<Integer> MAX_WAITERS = new Setting<>("maxWaiters", number("maxWaiters"));
  static final Setting<Duration> WAIT_TIMEOUT =
      new Setting<>("waitTimeout", positive("waitTimeout"));
  static final Setting<Boolean> FAIL_WAITING = new Setting<>("failWaiting", yesOrNo("failWaiting"));
  static final Setting<Boolean> INTERRUPT_ABANDONED =
      new Setting<>("interruptAbandoned", yesOrNo("interruptAbandoned"));
  static final Setting<List<String>> TAGS = new Setting<>("tags", Setting::tags);
  static final Setting<String> VERSION = new Setting<>("version", Setting::version);
  static final Setting<Compression> COMPRESS =
      new Setting<>("compress", text -> Compressions.parse("compress", text));

  /** All words, in the order in which they are written. */
  static final List<Setting<?>> ALL =
      List.of(
          TTL,
          JITTER,
          NULL_TTL,
          STALE_WHILE_REVALIDATE,
          STALE_IF_ERROR,
          RETRY_THROTTLE,
          EARLY_REFRESH,
          SOFT_TIMEOUT,
          HARD_TIMEOUT,
          MAX_WAITERS,
          WAIT_TIMEOUT,
          FAIL_WAITING,
          INTERRUPT_ABANDONED,
          TAGS,
          VERSION,
          COMPRESS);

  private static final int MOST_WAITERS = 1_000_000;

  private final String name;
  private final Function<String, T> parser;

  private Setting(String name, Function<String, T> parser) {
    this.name = name;
    this.parser = parser;
  }

  /**
   * Returns the word of that name.
   *
   * @throws IllegalArgumentException if there is none, with a sentence that names all
   */
  static Setting<?> of(String name) {
    return ALL.stream()
        .filter(each -> each.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "a cache has no setting '"
                        + Texts.head(name)
                        + "': there are "
                        + ALL.stream().map(Setting::name).collect(Collectors.joining(", "))));
  }

  String name() {
    return name;
  }

  T parse(String text) {
    return parser.apply(text);
  }

  static int waiters(int number) {
    if (number < 0 || number > MOST_WAITERS) {
      throw new IllegalArgumentException(
          "maxWaiters is " + number + ": it must be from 0 to " + MOST_WAITERS);
    }
    return number;
  }

  static List<String> tags(List<String> tags) {
    Limits.checkTags(tags);
    return List.copyOf(tags);
  }

  static String version(String text) {
    if (!text.matches("[A-Za-z0-9._-]{1,64}")) {
      throw new IllegalArgumentException(
          "version '" + Texts.head(text) + "' must be 1 to 64 of A-Z, a-z, 0-9, '.', '_' and '-'");
    }
    return text;
  }

  /** Returns the value as a line has it. */
  static String written(@Nullable Object value) {
    if (value instanceof Duration duration) {
      return Durations.format(duration);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
    if (value instanceof Compression compression) {
      return Compressions.format(compression);
    }
    return String.valueOf(value);
  }

  private static Function<String, Duration> positive(String name) {
    return text -> Durations.parsePositive(name, text);
  }

  private static Function<String, Integer> number(String name) {
    return text -> {
      if (!text.matches("[0-9]{1,9}")) {
        throw new IllegalArgumentException(
            name
                + " '"
                + Texts.head(text)
                + "' is no whole number: write it as in "
                + name
                + "=64");
      }
      return waiters(Integer.parseInt(text));
    };
  }

  private static Function<String, Boolean> yesOrNo(String name) {
    return text ->
        switch (text) {
          case "true" -> true;
          case "false" -> false;
          default ->
              throw new IllegalArgumentException(
                  name + " '" + Texts.head(text) + "' is neither true nor false");
        };
  }

  private static List<String> tags(String text) {
    return tags(Arrays.asList(text.split(",", -1)));
  }

  @Override
  public String toString() {
    return name;
  }
}
