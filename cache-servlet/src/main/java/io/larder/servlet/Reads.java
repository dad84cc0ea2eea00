package io.larder.servlet;

import io.larder.http.CachedMethods;
import io.larder.http.ContentKey;
import io.larder.http.Vary;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one run of a handler has read of its request beside what the key holds.
 *
 * <p>What could tell users apart and was there forbids to share the response. What says what a
 * client prefers selects among variants. What was asked for and not there is no leak; the response
 * is then for requests alone in which it is not there either: see {@link Unless}.
 *
 * <p>A read counts until the response is whole, as long as it has announced or closed by its
 * handler: what is asked then, for a log or an event, is in no response. Before that saying nothing
 * is an answer too. Thread-safe, for handlers go on in threads of their own.
 */
final class Reads {

  /** Who reads more than so many different things has read too much to be sure of anything. */
  static final int MOST = 100;

  /** What {@code Cache-Status} says of a read begins with this. */
  static final String REFUSED = "read:";

  private final ReadRules rules;
  private final boolean contentInKey;

  /** Guarded by this, as are the reads. */
  private final Set<String> there = new LinkedHashSet<>(0);

  private final Set<String> absent = new LinkedHashSet<>(0);
  private final Set<String> selecting = new TreeSet<>();

  /** Where something was read, if that is an exception. */
  private final Map<String, Throwable> where = new HashMap<>(0);

  private boolean tooMuch;

  private volatile boolean stopped;

  private enum What {
    THERE,
    ABSENT,
    SELECTING
  }

  /**
   * Creates it, with nothing read so far.
   *
   * @param contentInKey whether the key holds the request's content, and what describes it
   */
  Reads(ReadRules rules, boolean contentInKey) {
    this.rules = rules;
    this.contentInKey = contentInKey;
  }

  /** Nothing was read so far of this request. */
  static Reads of(Exchange exchange) {
    return new Reads(
        exchange.policy().reads().during(exchange.request()),
        CachedMethods.isKeyedByContent(exchange.head().method()));
  }

  ReadRules rules() {
    return rules;
  }

  /** Something that tells users apart was read. */
  void there(String read) {
    note(What.THERE, read);
  }

  /** Something was asked for that is not there. */
  void absent(String read) {
    note(What.ABSENT, read);
  }

  void read(String read, boolean isThere) {
    note(isThere ? What.THERE : What.ABSENT, read);
  }

  /**
   * A header field was asked for.
   *
   * @param name in lower case
   */
  void field(String name, boolean isThere) {
    if (isHeld(name)) {
      return;
    }
    if (name.equals("host")) {
      read(ReadKinds.HOST, isThere);
    } else if (name.equals("cookie")) {
      read(ReadKinds.COOKIES, isThere);
    } else if (name.equals("authorization")) {
      read(ReadKinds.AUTHORIZATION, isThere);
    } else if (isThere && (RequestFieldKinds.selects(name) || rules.autoVary())) {
      if (!rules.allows(ReadKinds.HEADER + name)) {
        note(What.SELECTING, name);
      }
    } else {
      read(ReadKinds.HEADER + name, isThere);
    }
  }

  private boolean isHeld(String name) {
    return rules.holdsField(name)
        || rules.hidesField(name)
        || RequestFieldKinds.isOfConnection(name)
        || (contentInKey && ContentKey.holds(name));
  }

  /**
   * The names of all header fields were given out, which are then asked for, or some of them: which
   * are used, nobody can tell.
   *
   * @param names in lower case
   * @param cookies whether that there are some counts
   */
  void allFields(List<String> names, boolean cookies) {
    for (String name : names) {
      if (RequestFieldKinds.selects(name)
          || name.equals("authorization")
          || (cookies && name.equals("cookie"))) {
        field(name, true);
      } else if (!RequestFieldKinds.isOrdinary(name) && !name.equals("cookie") && !isHeld(name)) {
        // Not even for Vary: a client would choose on what a response varies.
        there(name.equals("host") ? ReadKinds.HOST : ReadKinds.HEADER + name);
      }
    }
    if (!names.contains("cookie")) {
      field("cookie", false);
    }
    absent(ReadKinds.HEADERS);
  }

  private void note(What what, String name) {
    if (stopped || !rules.watch() || (what != What.SELECTING && rules.allows(name))) {
      return;
    }
    synchronized (this) {
      if (there.size() + absent.size() + selecting.size() >= MOST) {
        tooMuch |= !set(what).contains(name); // and no client makes this grow
      } else if (set(what).add(name) && rules.strict() && what == What.THERE) {
        where.put(name, new Throwable("'" + name + "' was read here"));
      }
    }
  }

  private Set<String> set(What what) {
    return switch (what) {
      case THERE -> there;
      case ABSENT -> absent;
      case SELECTING -> selecting;
    };
  }

  /** The response is whole: what is read from now on is in nothing that a client gets. */
  void stop() {
    stopped = true;
  }

  /**
   * Why the response is not for everybody, as {@code Cache-Status} says it; null if it is.
   *
   * @param vary what it says itself that it varies on
   */
  synchronized @Nullable String refusal(Vary vary) {
    for (String read : there) {
      if (!isOf(vary, read)) {
        return REFUSED + read;
      }
    }
    return tooMuch ? REFUSED + "too-much" : null;
  }

  /**
   * Throws if a refusal is about what was read, and that is an exception.
   *
   * @param path that of the request
   */
  synchronized void check(@Nullable String refusal, String path) {
    if (refusal != null && rules.strict() && isRefusal(refusal)) {
      String read = refusal.substring(REFUSED.length());
      Throwable here = where.get(read);
      throw new LeakException(path, read, here == null ? new Throwable(refusal) : here);
    }
  }

  /** Whether a refusal is about what was read. */
  static boolean isRefusal(@Nullable String refusal) {
    return refusal != null && refusal.startsWith(REFUSED);
  }

  /** The request fields that the response depends on, in lower case. */
  synchronized List<String> selecting() {
    return List.copyOf(selecting);
  }

  /**
   * The notes that a page is stored with.
   *
   * @param vary the request fields that select it
   */
  synchronized List<String> notes(Vary vary) {
    if (absent.isEmpty() && selecting.isEmpty()) {
      return List.of();
    }
    Set<String> notes = new LinkedHashSet<>();
    for (String name : selecting) {
      notes.add(Unless.selects(name));
    }
    for (String read : absent) {
      if (!isOf(vary, read)) {
        notes.add(Unless.note(read));
      }
    }
    return List.copyOf(notes);
  }

  /** Whether requests that differ in this have different variants anyway. */
  private static boolean isOf(Vary vary, String read) {
    return switch (read) {
      case ReadKinds.COOKIES -> vary.names().contains("cookie");
      case ReadKinds.AUTHORIZATION -> vary.names().contains("authorization");
      default ->
          read.startsWith(ReadKinds.HEADER)
              && vary.names().contains(read.substring(ReadKinds.HEADER.length()));
    };
  }
}
