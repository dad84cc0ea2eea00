package io.larder.servlet;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names of what a handler can read of a request beside what its key holds, as {@code
 * allowReads} and {@code Cache-Status} have them.
 *
 * <p>Some are words, others have a name of the request's own behind a colon: {@code
 * header:x-tenant}. The plural of such a kind, {@code headers}, stands for all of its names.
 */
final class ReadKinds {

  static final String SESSION = "session";

  /** The id of a session that a client asks for, be there such a session or not. */
  static final String SESSION_ID = "session-id";

  static final String PRINCIPAL = "principal";
  static final String AUTHORIZATION = "authorization";
  static final String COOKIES = "cookies";
  static final String REMOTE_ADDRESS = "remote-address";

  /** Scheme, host or port, where requests to several of them have one key. */
  static final String HOST = "host";

  /** The query as a whole, while the key leaves some of it out. */
  static final String QUERY = "query";

  /** All header fields at once. */
  static final String HEADERS = "headers";

  static final String HEADER = "header:";
  static final String PARAM = "param:";
  static final String ATTRIBUTE = "attribute:";

  private static final String PARAMS = "params";
  private static final String ATTRIBUTES = "attributes";

  private static final List<String> WORDS =
      List.of(
          SESSION,
          SESSION_ID,
          PRINCIPAL,
          AUTHORIZATION,
          COOKIES,
          REMOTE_ADDRESS,
          HOST,
          QUERY,
          HEADERS,
          PARAMS,
          ATTRIBUTES);

  /** What a rule can hide from a handler. */
  private static final List<String> HIDEABLE = List.of(COOKIES, HEADERS, PARAMS);

  private ReadKinds() {}

  static String header(String name) {
    return HEADER + name.toLowerCase(Locale.ROOT);
  }

  /** Whether one of these stands for a read, by its own name or for all of its kind. */
  static boolean covers(Set<String> names, String read) {
    if (names.isEmpty()) {
      return false;
    }
    int colon = read.indexOf(':');
    return names.contains(read)
        || (read.equals(QUERY) && names.contains(PARAMS))
        || (colon > 0 && names.contains(read.substring(0, colon).concat("s")));
  }

  /**
   * The reads that a rule means.
   *
   * @throws IllegalArgumentException if one is none, with a sentence that names all
   */
  static Set<String> allowed(List<String> names) {
    Set<String> all = new TreeSet<>();
    for (String name : names) {
      all.add(checked("allowReads", name, WORDS, List.of(HEADER, PARAM, ATTRIBUTE)));
    }
    return all;
  }

  /**
   * What a rule hides.
   *
   * @throws IllegalArgumentException if one cannot be hidden, with a sentence that names all
   */
  static Set<String> hidden(List<String> names) {
    Set<String> all = new TreeSet<>();
    for (String name : names) {
      all.add(checked("hide", name, HIDEABLE, List.of(HEADER)));
    }
    return all;
  }

  private static String checked(
      String attribute, String name, List<String> words, List<String> kinds) {
    if (words.contains(name)) {
      return name;
    }
    for (String kind : kinds) {
      if (name.startsWith(kind) && name.length() > kind.length()) {
        return kind.equals(HEADER) ? name.toLowerCase(Locale.ROOT) : name;
      }
    }
    throw new IllegalArgumentException(
        attribute
            + " has '"
            + name
            + "': there are "
            + String.join(", ", words)
            + ", and with a name behind the colon "
            + String.join(", ", kinds));
  }
}
