package io.larder.servlet;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
        && !Plumbing.owns(name, value != null)
        && !setInside.contains(name)
        && !(value != null && Plumbing.ATTRIBUTES.isAsking())) {
      reads.read(ReadKinds.ATTRIBUTE + name, value != null);
    }
    return value;
  }
}
