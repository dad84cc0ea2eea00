package io.larder.http;

import java.util.Set;

/**
 * The methods whose answers can be stored: GET (RFC 9110, 9.3.1), QUERY (RFC 10008, 2.7), and POST
 * where a rule says that it only asks for something.
 */
public final class CachedMethods {
  /** All of them. */
  public static final Set<String> ALL = Set.of("GET", "QUERY", "POST");

  /** Those that are safe and cacheable by themselves. */
  public static final Set<String> SAFE = Set.of("GET", "QUERY");

  /** GET, and HEAD with it. */
  public static final Set<String> GET_ALONE = Set.of("GET");

  private CachedMethods() {}

  /** Whether requests with that method are told apart by their content too (RFC 10008, 2.7). */
  public static boolean isKeyedByContent(String method) {
    return method.equals("QUERY") || method.equals("POST");
  }

  /** Whether conditions and ranges mean with that method what they mean with GET. */
  static boolean isLikeGet(String method) {
    // RFC 10008 2.6 and 2.8: a QUERY can be conditional and ask for a range as a GET can.
    return method.equals("GET") || method.equals("QUERY");
  }

  static Set<String> checked(Set<String> methods) {
    for (String method : methods) {
      if (!ALL.contains(method)) {
        throw new IllegalArgumentException(
            "The answer to " + method + " is never stored: name GET, QUERY or POST");
      }
    }
    return Set.copyOf(methods);
  }
}
