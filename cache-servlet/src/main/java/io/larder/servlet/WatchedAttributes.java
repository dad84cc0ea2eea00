package io.larder.servlet;

import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Notes which attributes a handler reads that others have left with the request before: what a
 * filter outside has put there may be about the user. What is set inside depends on nothing else
 * than what was read inside. Thread-safe.
 */
final class WatchedAttributes {

  private final Reads reads;
  private final Set<String> setInside = ConcurrentHashMap.newKeySet(4);

  WatchedAttributes(Reads reads) {
    this.reads = reads;
  }

  void set(@Nullable String name) {
    if (name != null && reads.rules().watch()) {
      setInside.add(name);
    }
  }

  @Nullable Object read(@Nullable String name, @Nullable Object value) {
    if (name != null
        && reads.rules().watch()
        && !Plumbing.owns(name, value)
        && !setInside.contains(name)
        && !(value != null && Plumbing.ATTRIBUTES.isAsking())) {
      reads.read(ReadKinds.ATTRIBUTE + name, value != null);
    }
    return value;
  }

  /** Each name that is given out says that the attribute is there, whatever it is. */
  Enumeration<String> names(Enumeration<String> names, Function<String, Object> values) {
    if (!reads.rules().watch() || Plumbing.ATTRIBUTES.isAsking()) {
      return names;
    }
    List<String> given = Collections.list(names);
    for (String name : given) {
      boolean own = Plumbing.owns(name, values.apply(name)) || Plumbing.owns(name, null);
      if (!own && !setInside.contains(name)) {
        reads.there(ReadKinds.ATTRIBUTE + name);
      }
    }
    return Collections.enumeration(given);
  }
}
