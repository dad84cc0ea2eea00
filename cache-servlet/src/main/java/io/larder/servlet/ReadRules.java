package io.larder.servlet;

import static io.larder.servlet.ReadKinds.COOKIES;
import static io.larder.servlet.ReadKinds.HEADERS;

import io.larder.cache.key.RequestParameters;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a rule says about what handlers read beside what their keys hold. Immutable and thread-safe.
 */
final class ReadRules {

  private final boolean watching;
  private final RuleKeys keys;
  private final Set<String> keyFields;

  /** What the key holds of one request, where a function makes it; else null. */
  private final @Nullable KeyProbe probe;

  private final Set<String> allowed;
  private final Set<String> hidden;
  private final boolean autoVary;
  private final boolean strict;
  private final boolean shows;

  private ReadRules(Attributes attributes, RuleKeys keys, boolean watching) {
    this.watching = watching;
    this.keys = keys;
    this.keyFields = keys.headerNames();
    this.probe = null;
    this.allowed = attributes.get(Vocabulary.ALLOW_READS, Set.of());
    this.hidden = attributes.get(Vocabulary.HIDE, Set.of());
    this.autoVary = attributes.get(Vocabulary.AUTO_VARY, false);
    this.strict = attributes.get(Vocabulary.STRICT, false);
    this.shows = attributes.get(Vocabulary.MODE, CacheMode.ON) == CacheMode.SHADOW;
  }

  /** The same where a function has made the key. */
  private ReadRules(ReadRules rules, KeyProbe probe) {
    this.watching = rules.watching;
    this.keys = rules.keys;
    this.keyFields = rules.keyFields;
    this.allowed = rules.allowed;
    this.hidden = rules.hidden;
    this.autoVary = rules.autoVary;
    this.strict = rules.strict;
    this.shows = rules.shows;
    this.probe = probe;
  }

  /** What holds for one request: a key function may hold something else of each. */
  ReadRules during(HttpServletRequest request) {
    KeyProbe made = watching ? keys.probe(request) : null;
    return made == null ? this : new ReadRules(this, made);
  }

  /**
   * The rules of these attributes.
   *
   * @param proxy whether an origin stands behind, which says itself in Vary what its answers depend
   *     on: a proxy reads everything in order to pass it on
   */
  static ReadRules of(Attributes attributes, RuleKeys keys, boolean proxy) {
    return new ReadRules(attributes, keys, !proxy);
  }

  /** Whether reads count at all. */
  boolean watch() {
    return watching;
  }

  /** Whether a read is meant. */
  boolean allows(String read) {
    return ReadKinds.covers(allowed, read);
  }

  /** Whether what was read is added to Vary, in place of a refusal. */
  boolean autoVary() {
    return autoVary;
  }

  /** Whether a read that keeps a response out of the store is an exception. */
  boolean strict() {
    return strict;
  }

  /** Whether the key tells hosts apart. */
  boolean tellsHosts() {
    return probe == null ? !keys.shareHosts() : probe.holdsHost();
  }

  /** Whether the key tells schemes and ports apart. */
  boolean tellsSchemes() {
    return probe == null ? !keys.shareHosts() : probe.holdsScheme();
  }

  /**
   * Whether the key holds a header field.
   *
   * @param name in lower case
   */
  boolean holdsField(String name) {
    return keyFields.contains(name)
        || (name.equals("host") && tellsHosts())
        || (probe != null && probe.holdsField(name));
  }

  boolean holdsParameter(String name) {
    return probe == null ? keys.holdsParameter(name) : probe.holdsParameter(name);
  }

  boolean holdsAllParameters() {
    return probe == null && keys.holdsAllParameters();
  }

  /** Whether a query has a parameter that the key leaves out. */
  boolean leavesOut(@Nullable String query) {
    if (query == null || query.isEmpty() || holdsAllParameters()) {
      return false;
    }
    RequestParameters parameters = RequestParameters.parse(query);
    return parameters == null
        || parameters.list().stream().anyMatch(each -> !holdsParameter(each.name()));
  }

  /** Whether handlers see what is hidden, because it is only told what would be done. */
  boolean shows() {
    return shows;
  }

  /** Whether handlers do not see the parameters that the key leaves out. */
  boolean hidesParameters() {
    return hidden.contains("params") && !holdsAllParameters();
  }

  boolean hidesCookies() {
    return hidden.contains(COOKIES) && !keyFields.contains("cookie");
  }

  /** Whether some header fields are hidden. */
  boolean hidesFields() {
    return !hidden.isEmpty();
  }

  /**
   * Whether handlers do not see a header field.
   *
   * @param name in lower case
   */
  boolean hidesField(String name) {
    if (hidden.isEmpty() || keyFields.contains(name)) {
      return false;
    }
    if (name.equals("cookie") && hidden.contains(COOKIES)) {
      return true;
    }
    return hidden.contains(ReadKinds.HEADER + name)
        || (hidden.contains(HEADERS)
            && !name.equals("host")
            && !RequestFieldKinds.selects(name)
            && !RequestFieldKinds.isOrdinary(name));
  }
}
