package io.larder.servlet;

import io.larder.cache.SettingLine;
import io.larder.cache.key.RequestDescription;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * What is cached under a path pattern, for how long and under which key.
 *
 * <pre>{@code
 * CacheRule.parse("/universities ttl=30s params=country,name tags=country:{country}")
 * CacheRule.path("/universities").ttl(Duration.ofSeconds(30)).params("country", "name").build()
 * }</pre>
 *
 * <p>Patterns are those of servlet mappings ({@code /universities}, {@code /api/*}, {@code *.json},
 * {@code /*}), relative to the context path and compared with the path as the container decoded it.
 * Of several rules the exact one wins, then the longest prefix, then the longest suffix, then
 * {@code /*}; two with one pattern are refused at start. What a rule does not set is left to the
 * filter's settings, to {@code @Cached} on the servlet and to the {@link io.larder.cache.Larder}.
 *
 * <p>Immutable and thread-safe.
 */
public final class CacheRule {

  private final PathPattern pattern;
  private final Attributes attributes;
  private final RuleKeys keys;

  CacheRule(PathPattern pattern, Attributes attributes) {
    this.pattern = pattern;
    this.attributes = attributes;
    try {
      this.keys = RuleKeys.of(attributes);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("rule " + pattern + ": " + e.getMessage(), e);
    }
  }

  /**
   * Returns a builder of a rule for a path pattern.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static CacheRuleBuilder path(String pattern) {
    return new CacheRuleBuilder(new PathPattern(pattern));
  }

  /**
   * Returns the rule that a line says: a path pattern and attributes, {@code name=value}. Lists
   * have commas, what contains white space has double quotes, and {@code anyHost} alone means
   * {@code anyHost=true}.
   *
   * @throws IllegalArgumentException if it says none, with a sentence that names the line and what
   *     is wrong
   */
  public static CacheRule parse(String line) {
    List<String> words;
    try {
      words = SettingLine.words(line);
      if (words.isEmpty()) {
        throw new IllegalArgumentException("it is empty: begin with a path, such as /universities");
      }
      CacheRuleBuilder builder = path(words.get(0));
      for (String word : words.subList(1, words.size())) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        builder.read(name, equals < 0 ? null : word.substring(equals + 1));
      }
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("rule '" + line.strip() + "': " + e.getMessage(), e);
    }
  }

  /** Returns the path pattern as it was written. */
  public String pattern() {
    return pattern.text();
  }

  /**
   * Returns the key of a {@code GET} of this URI without headers, made by the same object that
   * serves requests: to find or evict a page outside any request. Where {@code @Cached} on the
   * servlet adds something about the key that this rule does not set, ask {@link
   * CacheFilter#key(URI)}.
   *
   * @param uri absolute; with {@code anyHost} path and query are enough
   * @throws IllegalArgumentException if such a request has no key, with the reason
   */
  public String key(URI uri) {
    return keys.key(RequestDescription.of(uri)).orElseThrow();
  }

  /**
   * The same for a request with headers, where the key holds some.
   *
   * @throws IllegalArgumentException if such a request has no key, with the reason
   */
  public String key(URI uri, Map<String, String> headers) {
    return keys.key(RequestDescription.of(uri, headers)).orElseThrow();
  }

  PathPattern path() {
    return pattern;
  }

  Attributes attributes() {
    return attributes;
  }

  RuleKeys keys() {
    return keys;
  }

  /** This rule with what another one for the same pattern says where this one says nothing. */
  CacheRule over(CacheRule lower) {
    return new CacheRule(pattern, attributes.over(lower.attributes));
  }

  /** Returns the pattern and the names of the attributes. */
  @Override
  public String toString() {
    return "CacheRule[" + pattern + " " + attributes + "]";
  }
}
