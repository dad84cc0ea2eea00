package io.larder.servlet;

import io.larder.cache.Page;
import io.larder.cache.key.RequestParameters;
import io.larder.http.CachedMethods;
import io.larder.http.ContentKey;
import io.larder.http.Vary;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * For which requests a page is not: its handler has asked for something that was not there, and
 * might have answered otherwise had it been. Written down as notes on the page.
 */
final class Unless {

  private static final String NOTE = "unless:";
  private static final String USER = NOTE + "user";
  private static final String SESSION_ID = NOTE + ReadKinds.SESSION_ID;
  private static final String COOKIES = NOTE + ReadKinds.COOKIES;
  private static final String QUERY = NOTE + ReadKinds.QUERY;
  private static final String HEADERS = NOTE + ReadKinds.HEADERS;
  private static final String HEADER = NOTE + ReadKinds.HEADER;
  private static final String PARAM = NOTE + ReadKinds.PARAM;
  private static final String ATTRIBUTE = NOTE + ReadKinds.ATTRIBUTE;
  private static final String SELECTS = "selects:";

  private static final int SLOTS = 1024; // a power of two
  private static final int LONGEST_NOTE = 100;

  /**
   * What notes name, by their hash: a hit cuts nothing out that another has cut out before. One
   * takes the slot of another, so that it is bounded whatever a handler asks for.
   */
  private static final AtomicReferenceArray<@Nullable Named> NAMES =
      new AtomicReferenceArray<>(SLOTS);

  private record Named(String note, String name) {}

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
    for (int i = 0; i < notes.size(); i++) {
      String note = notes.get(i);
      if (note.startsWith(NOTE) && isThere(note, request, policy, selecting)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isThere(
      String note, HttpServletRequest request, Policy policy, Vary selecting) {
    return switch (note) {
      case USER -> hasUser(request, policy);
      case SESSION_ID -> request.getRequestedSessionId() != null;
      case COOKIES -> request.getHeader("Cookie") != null;
      case QUERY -> policy.reads().during(request).leavesOut(UndertowQuery.of(request));
      case HEADERS ->
          hasUser(request, policy)
              || hasUnusualField(request, policy.reads().during(request), selecting);
      default -> isThere(note, request);
    };
  }

  private static boolean isThere(String note, HttpServletRequest request) {
    if (note.startsWith(HEADER)) {
      return request.getHeader(name(note, HEADER)) != null;
    }
    if (note.startsWith(PARAM)) {
      return hasParameter(request, name(note, PARAM));
    }
    return !note.startsWith(ATTRIBUTE) // of a later version, which knows better
        || request.getAttribute(name(note, ATTRIBUTE)) != null;
  }

  private static String name(String note, String kind) {
    int hash = note.hashCode();
    int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
    Named known = NAMES.get(slot);
    if (known != null && known.note.equals(note)) {
      return known.name;
    }
    String name = note.substring(kind.length());
    if (note.length() <= LONGEST_NOTE) {
      NAMES.set(slot, new Named(note, name));
    }
    return name;
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
  private static boolean hasParameter(HttpServletRequest request, String name) {
    String query = UndertowQuery.of(request);
    if (query == null || query.isEmpty()) {
      return false;
    }
    if (isPlain(query) && !query.contains(name)) {
      return false;
    }
    RequestParameters parameters = RequestParameters.parse(query);
    return parameters == null || parameters.first(name) != null;
  }

  /** Whether each name in a query stands there as it is. */
  private static boolean isPlain(String query) {
    for (int i = 0; i < query.length(); i++) {
      char c = query.charAt(i);
      if (c == '%' || c == '+' || c > '~') {
        return false;
      }
    }
    return true;
  }

  private static boolean hasUnusualField(
      HttpServletRequest request, ReadRules rules, Vary selecting) {
    boolean contentInKey = CachedMethods.isKeyedByContent(request.getMethod());
    Enumeration<String> names = request.getHeaderNames();
    while (names != null && names.hasMoreElements()) {
      String name = names.nextElement().toLowerCase(Locale.ROOT);
      if (!RequestFieldKinds.isOrdinary(name)
          && !name.equals("cookie") // of which there is a note of its own
          && !(contentInKey && ContentKey.holds(name))
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
