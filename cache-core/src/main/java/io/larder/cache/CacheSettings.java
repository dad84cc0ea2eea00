package io.larder.cache;

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
    Map<Setting<?>, Object> values = new HashMap<>();
    for (String word : line.strip().split("\\s+", -1)) {
      if (word.isEmpty()) {
        continue;
      }
      int equals = word.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException(
            "'" + Texts.head(word) + "' has no value: write a cache's settings as in ttl=30s");
      }
      Setting<?> setting = Setting.of(word.substring(0, equals));
      if (values.put(setting, setting.parse(word.substring(equals + 1))) != null) {
        throw new IllegalArgumentException(setting + " is there twice in '" + line + "'");
      }
    }
    return new CacheSettings(values);
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
        line.add(each + "=" + Setting.written(values.get(each)));
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
