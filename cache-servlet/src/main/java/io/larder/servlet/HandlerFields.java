package io.larder.servlet;

import io.larder.http.CorsRules;
import io.larder.http.HttpFields;
import io.larder.http.TokenRules;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tells the handler's own header fields from those that stood on the response before the handler
 * ran, which filters outside the cache put there for each request anew.
 */
final class HandlerFields {

  private static final String VARY = "Vary";

  /** What is about one request: an outer filter says it anew with each, hits included. */
  private static final Set<String> EACH_ITS_OWN = eachItsOwn();

  private HandlerFields() {}

  /** The fields that stand on a response before the handler runs. */
  static HttpFields before(HttpServletResponse response) {
    return Heads.shown(response).build();
  }

  private static Set<String> eachItsOwn() {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(CorsRules.FIELDS);
    names.addAll(TokenRules.FIELDS);
    return names;
  }

  /**
   * The fields that are judged: all of them, but of Vary only what the handler added, since an
   * outer filter that varies does so on its own fields; and of what is about one request only what
   * the handler said.
   */
  static HttpFields judged(HttpFields before, HttpFields all) {
    HttpFields after =
        before.size() == 0
            ? all
            : all.retain(
                name -> !EACH_ITS_OWN.contains(name) || !before.all(name).equals(all.all(name)));
    if (!before.contains(VARY)) {
      return after;
    }
    HttpFields.Builder fields = after.retain(name -> !name.equalsIgnoreCase(VARY)).toBuilder();
    added(before, after, VARY).forEach(value -> fields.add(VARY, value));
    return fields.build();
  }

  /** The fields that may be stored: those that the handler changed, and of Vary what it added. */
  static HttpFields changed(HttpFields before, HttpFields after) {
    return judged(before, after)
        .retain(name -> name.equalsIgnoreCase(VARY) || !before.all(name).equals(after.all(name)));
  }

  /**
   * Whether the handler added a line to a field that an outer filter had set: the one is the
   * page's, the other this request's, and on a hit nobody could put them together again.
   */
  static boolean mixed(HttpFields before, HttpFields after) {
    for (int i = 0; i < before.size(); i++) {
      String name = before.name(i);
      int more = added(before, after, name).size();
      if (more > 0 && more < after.all(name).size() && !name.equalsIgnoreCase(VARY)) {
        return true;
      }
    }
    return false;
  }

  /** The lines behind those that were there before, or all if those are gone. */
  private static List<String> added(HttpFields before, HttpFields after, String name) {
    List<String> earlier = before.all(name);
    List<String> now = after.all(name);
    boolean grown = now.size() >= earlier.size() && now.subList(0, earlier.size()).equals(earlier);
    return grown ? now.subList(earlier.size(), now.size()) : now;
  }
}
