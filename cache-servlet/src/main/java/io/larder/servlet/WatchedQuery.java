package io.larder.servlet;

import io.larder.cache.key.RequestParameters;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Notes which parameters a handler reads that the key leaves out, or hides them.
 *
 * <p>Only those of the client's own query count: what the application adds in a forward is no
 * client's.
 */
final class WatchedQuery {

  private final @Nullable String query;
  private final Reads reads;
  private final ReadRules rules;

  WatchedQuery(@Nullable String query, Reads reads) {
    this.query = query;
    this.reads = reads;
    this.rules = reads.rules();
  }

  private boolean isOfNoInterest() {
    return rules.holdsAllParameters() || !rules.watch();
  }

  /** Whether a handler that asks for a parameter sees it. */
  boolean sees(@Nullable String name) {
    if (name == null || isOfNoInterest() || rules.holdsParameter(name)) {
      return true;
    }
    if (rules.hidesParameters()) {
      return rules.shows() || !isClients(name);
    }
    reads.read(ReadKinds.PARAM + name, isClients(name));
    return true;
  }

  private boolean isClients(String name) {
    RequestParameters parameters = RequestParameters.parse(query);
    return parameters == null
        || parameters.first(name) != null
        || parameters.first("?" + name) != null; // of which Undertow shows no question mark
  }

  /** The query as the handler sees it. */
  @Nullable String text(@Nullable String shown) {
    if (rules.watch() && isUnescaped(shown) && !Plumbing.QUERY.isAsking()) {
      reads.there(ReadKinds.QUERY);
    }
    if (isOfNoInterest()) {
      return shown;
    }
    if (rules.hidesParameters()) {
      return shown == null ? null : held(shown);
    }
    if (!Plumbing.QUERY.isAsking()) {
      all();
    }
    return shown;
  }

  /**
   * Whether a query has a character that browsers escape. Its key is the same either way, and who
   * writes a query into a page may rely on the escapes.
   */
  private static boolean isUnescaped(@Nullable String shown) {
    return shown != null && shown.chars().anyMatch(each -> "\"'<>".indexOf(each) >= 0);
  }

  private void all() {
    reads.read(ReadKinds.QUERY, rules.leavesOut(query));
  }

  /** Those parameters that the key holds, as they were sent; null if there are none. */
  private @Nullable String held(String shown) {
    StringJoiner held = new StringJoiner("&");
    for (String each : shown.split("&", -1)) {
      RequestParameters parameter = RequestParameters.parse(each);
      if (parameter != null && parameter.list().stream().allMatch(one -> sees(one.name()))) {
        held.add(each);
      }
    }
    return held.length() == 0 ? null : held.toString();
  }

  Enumeration<String> names(Enumeration<String> shown) {
    if (isOfNoInterest()) {
      return shown;
    }
    if (!rules.hidesParameters()) {
      all();
      return shown;
    }
    List<String> names = Collections.list(shown);
    names.removeIf(name -> !sees(name));
    return Collections.enumeration(names);
  }

  Map<String, String[]> map(Map<String, String[]> shown) {
    if (isOfNoInterest()) {
      return shown;
    }
    if (!rules.hidesParameters()) {
      all();
      return shown;
    }
    Map<String, String[]> seen = new LinkedHashMap<>(shown);
    seen.keySet().removeIf(name -> !sees(name));
    return Collections.unmodifiableMap(seen);
  }
}
