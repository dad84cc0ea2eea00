package io.larder.servlet;

import io.larder.cache.Page;
import io.larder.cache.key.RequestParameters;
import io.larder.http.CachedMethods;
import io.larder.http.Vary;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;

/**
 * For which requests a page is not: its handler has asked for something that was not there, and
 * might have answered otherwise had it been. Written down as notes on the page.
 */
final class Unless {

  private static final String NOTE = "unless:";
  private static final String USER = NOTE + "user";
  private static final String SELECTS = "selects:";

  private Unless() {}

  /** The note for something that was asked for in vain. */
  static String note(String read) {
    return switch (read) {
      // Who asks whether there is a session asks whether there is a user.
      case ReadKinds.SESSION, ReadKinds.PRINCIPAL, ReadKinds.AUTHORIZATION -> USER;
      default -> NOTE + read;
    };
  }

  /** What the requests must not have that a page with these notes is for. */
  static List<String> reads(List<String> notes) {
    return notes.stream()
        .filter(note -> note.startsWith(NOTE))
        .map(note -> note.substring(NOTE.length()))
        .toList();
  }

  /** The note for a request field that selects the page although it does not say so in Vary. */
  static String selects(String name) {
    return SELECTS + name;
  }

  /** The fields of which there are such notes. */
  static List<String> selecting(List<String> notes) {
    return notes.stream()
        .filter(note -> note.startsWith(SELECTS))
        .map(note -> note.substring(SELECTS.length()))
        .toList();
  }

  /**
   * Whether a page is for a request with its key. For a page without notes nothing is looked at.
   *
   * @param selecting the request fields that have selected it
   */
  static boolean fits(Page page, HttpServletRequest request, Policy policy, Vary selecting) {
    List<String> notes = page.notes();
    ReadRules rules = null;
    for (int i = 0; i < notes.size(); i++) {
      String note = notes.get(i);
      if (note.startsWith(NOTE)) {
        rules = rules == null ? policy.reads().during(request) : rules;
        if (isThere(note, request, policy, rules, selecting)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isThere(
      String note, HttpServletRequest request, Policy policy, ReadRules rules, Vary selecting) {
    if (note.equals(USER)) {
      return hasUser(request, policy);
    }
    String read = note.substring(NOTE.length());
    return switch (read) {
      case ReadKinds.SESSION_ID -> request.getRequestedSessionId() != null;
      case ReadKinds.COOKIES -> request.getHeader("Cookie") != null;
      case ReadKinds.QUERY -> rules.leavesOut(UndertowQuery.of(request));
      case ReadKinds.HEADERS ->
          hasUser(request, policy) || hasUnusualField(request, rules, selecting);
      default -> isThere(read, request);
    };
  }

  private static boolean isThere(String read, HttpServletRequest request) {
    if (read.startsWith(ReadKinds.HEADER)) {
      return request.getHeader(read.substring(ReadKinds.HEADER.length())) != null;
    }
    if (read.startsWith(ReadKinds.PARAM)) {
      return hasParameter(request, read.substring(ReadKinds.PARAM.length()));
    }
    return !read.startsWith(ReadKinds.ATTRIBUTE) // of a later version, which knows better
        || request.getAttribute(read.substring(ReadKinds.ATTRIBUTE.length())) != null;
  }

  private static boolean hasUser(HttpServletRequest request, Policy policy) {
    if (policy.asksForUser()) {
      return false; // else it would not have been looked up
    }
    ReadRules rules = policy.reads();
    return (!rules.allows(ReadKinds.AUTHORIZATION) && request.getHeader("Authorization") != null)
        || (!rules.allows(ReadKinds.PRINCIPAL) && request.getUserPrincipal() != null)
        || (!rules.allows(ReadKinds.SESSION) && request.getSession(false) != null);
  }

  /** Whether a query has a parameter, or may have. */
  static boolean hasParameter(HttpServletRequest request, String name) {
    String query = UndertowQuery.of(request);
    if (query == null || query.isEmpty()) {
      return false;
    }
    RequestParameters parameters = RequestParameters.parse(query);
    return parameters == null || parameters.first(name) != null;
  }

  private static boolean hasUnusualField(
      HttpServletRequest request, ReadRules rules, Vary selecting) {
    boolean contentInKey = CachedMethods.isKeyedByContent(request.getMethod());
    Enumeration<String> names = request.getHeaderNames();
    while (names != null && names.hasMoreElements()) {
      String name = names.nextElement().toLowerCase(Locale.ROOT);
      if (!RequestFieldKinds.isOrdinary(name)
          && !name.equals("cookie") // of which there is a note of its own
          && !(contentInKey && name.startsWith("content-"))
          && !rules.holdsField(name)
          && !rules.hidesField(name)
          && !isAllowed(name, rules)
          && !selecting.names().contains(name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAllowed(String name, ReadRules rules) {
    return switch (name) {
      case "authorization" -> rules.allows(ReadKinds.AUTHORIZATION);
      case "host" -> rules.allows(ReadKinds.HOST);
      default -> rules.allows(ReadKinds.HEADER + name);
    };
  }
}
