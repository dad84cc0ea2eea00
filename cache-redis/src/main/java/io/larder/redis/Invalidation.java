package io.larder.redis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * Something that ends entries: keys to remove or to make stale first, and marks to set to the
 * clock's new value then. Repeating it does no harm, so it can be replayed.
 */
final class Invalidation {

  static final String FLOOR = "floor";
  static final String LAST = "last";

  /** Ends everything in the namespace; also what raises clock and floor above all that was seen. */
  static final Invalidation ALL = new Invalidation(List.of(), List.of(), List.of(FLOOR, LAST));

  private final List<byte[]> unlink;
  private final List<byte[]> soften;
  private final List<String> marks;

  private Invalidation(List<byte[]> unlink, List<byte[]> soften, List<String> marks) {
    this.unlink = unlink;
    this.soften = soften;
    this.marks = marks;
  }

  static Invalidation evict(List<byte[]> entries) {
    return new Invalidation(entries, List.of(), List.of());
  }

  static Invalidation soften(byte[] entry) {
    return new Invalidation(List.of(), List.of(entry), List.of());
  }

  static Invalidation tags(Collection<String> tags) {
    return marks("t:", tags);
  }

  static Invalidation softTags(Collection<String> tags) {
    return marks("s:", tags);
  }

  /** Ends everything, as one of its own: not to be confused with another of the same kind. */
  static Invalidation all() {
    return new Invalidation(List.of(), List.of(), ALL.marks);
  }

  static Invalidation view(String name) {
    return new Invalidation(List.of(), List.of(), List.of(clearMark(name)));
  }

  static String clearMark(String view) {
    return "c:" + view;
  }

  private static Invalidation marks(String prefix, Collection<String> tags) {
    List<String> marks = new ArrayList<>(tags.size() + 1);
    marks.add(LAST);
    tags.forEach(tag -> marks.add(prefix + tag));
    return new Invalidation(List.of(), List.of(), List.copyOf(marks));
  }

  /** Returns the names of the entries to remove. */
  List<byte[]> unlink() {
    return unlink;
  }

  /** Returns the names of the entries whose freshness ends. */
  List<byte[]> soften() {
    return soften;
  }

  /** Returns the members of the meta key to set. */
  List<String> marks() {
    return marks;
  }

  /** Returns the same about those of its entries alone for which something holds. */
  Invalidation about(Predicate<byte[]> entries) {
    return new Invalidation(
        unlink.stream().filter(entries).toList(), soften.stream().filter(entries).toList(), marks);
  }

  boolean isAboutEntries() {
    return !unlink.isEmpty() || !soften.isEmpty();
  }

  /** Returns how many keys and marks this holds in memory while it waits. */
  int weight() {
    return 1 + unlink.size() + soften.size() + marks.size();
  }
}
