package io.larder.cache;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * What one source says about a cache: a line of text, a builder, an annotation. What it does not
 * say is left to a weaker source, and at last to the defaults.
 *
 * <p>A line has the words of {@link CacheOptions} with their values: {@code ttl=30s
 * staleIfError=1h}. Immutable.
 */
public final class CacheSettings {

  /** The settings of a source that says nothing. */
  public static final CacheSettings NONE = new CacheSettings(Map.of());

  private final Map<Setting<?>, Object> values;

  CacheSettings(Map<Setting<?>, Object> values) {
    this.values = Map.copyOf(values);
  }

  /**
   * Reads a line such as {@code ttl=30s jitter=20% staleIfError=1h tags=quotes}.
   *
   * @throws IllegalArgumentException if a word is unknown or there twice, or its value wrong, with
   *     a sentence that names it
   */
  public static CacheSettings parse(String line) {
    Builder settings = builder();
    for (String word : SettingLine.words(line)) {
      int equals = word.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException(
            "'" + Texts.head(word) + "' has no value: write a cache's settings as in ttl=30s");
      }
      String name = word.substring(0, equals);
      if (settings.says(name)) {
        throw new IllegalArgumentException(name + " is there twice in '" + line + "'");
      }
      settings.set(name, word.substring(equals + 1));
    }
    return settings.build();
  }

  /** Returns a builder that says nothing yet. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns these settings with what another source says where these are silent. */
  public CacheSettings over(CacheSettings weaker) {
    Map<Setting<?>, Object> merged = new HashMap<>(weaker.values);
    merged.putAll(values);
    return new CacheSettings(merged);
  }

  /** Returns how long a value is fresh; null: that is left to a weaker source. */
  public @Nullable Duration ttl() {
    return get(Setting.TTL);
  }

  /** Returns the version of the values' form; null: that is left to a weaker source. */
  public @Nullable String version() {
    return get(Setting.VERSION);
  }

  @SuppressWarnings("unchecked") // a value is put beside the setting that has its type
  <T> @Nullable T get(Setting<T> setting) {
    return (T) values.get(setting);
  }

  <T> T get(Setting<T> setting, T fallback) {
    T value = get(setting);
    return value == null ? fallback : value;
  }

  boolean has(Setting<?> setting) {
    return values.containsKey(setting);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CacheSettings that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  /** Returns the line that says the same. */
  @Override
  public String toString() {
    StringJoiner line = new StringJoiner(" ");
    for (Setting<?> each : Setting.ALL) {
      if (has(each)) {
        line.add(SettingLine.written(each + "=" + Setting.written(values.get(each))));
      }
    }
    return line.toString();
  }

  /** Builds {@link CacheSettings}. Not thread-safe; each method returns this builder. */
  public static final class Builder extends CacheOptions<Builder> {

    Builder() {}

    @Override
    Builder self() {
      return this;
    }

    /** Returns what was set. */
    public CacheSettings build() {
      return said();
    }
  }
}
