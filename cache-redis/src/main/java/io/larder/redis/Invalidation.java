package io.larder.redis;

import io.larder.cache.tiered.Change;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Something that ends entries: keys to remove or to make stale first, then marks to set to the
 * clock's new value, and what those who listen are told. Repeating it does no harm, so it can be
 * replayed.
 */
final class Invalidation {

  static final String FLOOR = "floor";
  static final String LAST = "last";

  /** Ends everything in the namespace; also what raises clock and floor above all that was seen. */
  static final Invalidation ALL = all();

  private final List<byte[]> unlink;
  private final List<byte[]> soften;
  private final List<String> marks;
  private final List<Change> changes;

  private Invalidation(
      List<byte[]> unlink, List<byte[]> soften, List<String> marks, List<Change> changes) {
    this.unlink = unlink;
    this.soften = soften;
    this.marks = marks;
    this.changes = changes;
  }

  /**
   * Removes entries.
   *
   * @param entries their names
   * @param keys what these are, for those who listen
   */
  static Invalidation evict(List<byte[]> entries, List<Change> keys) {
    return new Invalidation(entries, List.of(), List.of(), keys);
  }

  static Invalidation soften(byte[] entry, Change key) {
    return new Invalidation(List.of(), List.of(entry), List.of(), List.of(key));
  }

  static Invalidation tags(Collection<String> tags) {
    return marks("t:", tags, Change.OfTag::new);
  }

  static Invalidation softTags(Collection<String> tags) {
    return marks("s:", tags, Change.OfFreshness::new);
  }

  /** Ends everything, as one of its own: not to be confused with another of the same kind. */
  static Invalidation all() {
    return new Invalidation(
        List.of(), List.of(), List.of(FLOOR, LAST), List.of(new Change.OfAll()));
  }

  static Invalidation view(String name) {
    return new Invalidation(
        List.of(), List.of(), List.of(clearMark(name)), List.of(new Change.OfView(name)));
  }

  static String clearMark(String view) {
    return "c:" + view;
  }

  private static Invalidation marks(
      String prefix, Collection<String> tags, Function<String, Change> change) {
    List<String> marks = new ArrayList<>(tags.size() + 1);
    marks.add(LAST);
    tags.forEach(tag -> marks.add(prefix + tag));
    return new Invalidation(
        List.of(), List.of(), List.copyOf(marks), tags.stream().map(change).toList());
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

  /** Returns what those who listen are told. */
  List<Change> changes() {
    return changes;
  }

  /** Returns the same about those of its entries alone for which something holds. */
  Invalidation about(Predicate<byte[]> entries) {
    return new Invalidation(
        unlink.stream().filter(entries).toList(),
        soften.stream().filter(entries).toList(),
        marks,
        changes);
  }

  boolean isAboutEntries() {
    return !unlink.isEmpty() || !soften.isEmpty();
  }

  /** Returns how many keys and marks this holds in memory while it waits. */
  int weight() {
    return 1 + unlink.size() + soften.size() + marks.size();
  }
}
