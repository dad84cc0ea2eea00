package io.larder.servlet;

import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Notes which header fields a handler reads, and tells whether it takes them all, one after the
 * other: frameworks copy them for each request, whether or not anybody will look at the copy.
 *
 * <p>A field that is asked for when its name was given out last, or in the order in which the names
 * were given out, belongs to the copy. One that is asked for otherwise is read by somebody who
 * wants it. Thread-safe.
 */
final class WatchedFields {

  private final Reads reads;

  /** Guarded by this: the names that were given out, and how many of them were asked for. */
  private List<String> given = List.of();

  private int copied;
  private String last = "";

  /** Whether the copy is one of which only known fields are looked at. */
  private boolean harmless;

  WatchedFields(Reads reads) {
    this.reads = reads;
  }

  /** A field was asked for, by its name in any case. */
  void read(String name, boolean isThere) {
    String lowerCase = RequestFieldKinds.lowerCase(name);
    if (!reads.rules().watch() || FillRequest.hidden(lowerCase)) {
      return;
    }
    if (!isCopied(lowerCase) || (lowerCase.equals("cookie") && !isHarmless())) {
      reads.field(lowerCase, isThere);
    }
  }

  private synchronized boolean isHarmless() {
    return harmless;
  }

  private synchronized boolean isCopied(String name) {
    boolean justGiven = last.equals(name);
    boolean next = copied < given.size() && given.get(copied).equals(name);
    if (justGiven || next) {
      copied = given.indexOf(name) + 1;
      last = "";
    }
    return justGiven || next;
  }

  private synchronized void gives(String name) {
    last = RequestFieldKinds.lowerCase(name);
  }

  /** All names are given out, but for those that are hidden; null if the container tells none. */
  @Nullable Enumeration<String> all(@Nullable Enumeration<String> names, Predicate<String> hidden) {
    if (names == null) {
      return null;
    }
    List<String> shown = Collections.list(names);
    shown.removeIf(hidden);
    if (!reads.rules().watch()) {
      return Collections.enumeration(shown);
    }
    List<String> lowerCase =
        shown.stream()
            .map(RequestFieldKinds::lowerCase)
            .filter(name -> !FillRequest.hidden(name))
            .distinct()
            .toList();
    boolean known = Plumbing.FIELDS.isAsking();
    synchronized (this) {
      given = lowerCase;
      copied = 0;
      harmless = known;
    }
    if (known) {
      lowerCase.stream()
          .filter(RequestFieldKinds::selects)
          .forEach(each -> reads.field(each, true));
    } else {
      reads.allFields(lowerCase, !Plumbing.FIELDS_BUT_COOKIES.isAsking());
    }
    return new Giving(Collections.enumeration(shown));
  }

  /** Remembers which name was given out last. */
  @SuppressWarnings("JdkObsolete") // but it is what a request answers
  private final class Giving implements Enumeration<String> {
    private final Enumeration<String> names;

    Giving(Enumeration<String> names) {
      this.names = names;
    }

    @Override
    public boolean hasMoreElements() {
      return names.hasMoreElements();
    }

    @Override
    public String nextElement() {
      String name = names.nextElement();
      gives(name);
      return name;
    }
  }
}
