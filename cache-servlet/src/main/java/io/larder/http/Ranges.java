package io.larder.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that a request asks for in {@code Range} (RFC 9110, 14.1.2 and 14.2).
 *
 * <p>Immutable. A field that is malformed, is sent twice, names another unit or has more than
 * {@link #MAX} members does not count, and the whole representation is sent (14.2 allows that for
 * all of them). Ranges that overlap or lie side by side are sent as one (15.3.7.2), so that an
 * answer never has more bytes of content than the representation, however often a client asks for
 * the same ones. Numbers beyond those of a long are as the greatest one.
 */
public final class Ranges {
  /** The most members that are answered one by one: 32. */
  public static final int MAX = 32;

  private static final String UNIT = "bytes=";
  private static final RangeAnswer WHOLE = new RangeAnswer.Whole();
  private static final RangeAnswer UNSATISFIABLE = new RangeAnswer.Unsatisfiable();

  private final List<Member> members;

  /**
   * One member.
   *
   * @param first the first byte, or null for the last ones
   * @param last the last byte; without a first one the number of bytes at the end; null for up to
   *     the end
   */
  private record Member(@Nullable Long first, @Nullable Long last) {}

  private Ranges(List<Member> members) {
    this.members = members;
  }

  /**
   * What a request that is to be served gets of a representation, by {@code Range} and {@code
   * If-Range}.
   *
   * @param length the length of the representation in bytes
   */
  public static RangeAnswer answer(RequestHead request, Validators stored, long length) {
    return Preconditions.rangeApplies(request, stored)
        ? parse(request.fields()).map(ranges -> ranges.within(length)).orElse(WHOLE)
        : WHOLE;
  }

  /** What the fields of a request ask for; empty if that is everything. */
  public static Optional<Ranges> parse(HttpFields request) {
    String first = request.first(FieldNames.RANGE);
    if (first == null || request.all(FieldNames.RANGE).size() > 1) {
      return Optional.empty(); // 14.2: no list, so two of them make no valid value
    }
    return parse(first);
  }

  /** What one value of the field asks for; empty if that is everything. */
  public static Optional<Ranges> parse(String value) {
    String text = value.strip();
    if (!text.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
      return Optional.empty(); // 14.2: a unit that is not understood
    }
    List<Member> members = new ArrayList<>();
    for (int at = UNIT.length(); at <= text.length(); ) {
      int comma = text.indexOf(',', at);
      int end = comma < 0 ? text.length() : comma;
      String member = text.substring(at, end).strip();
      if (!member.isEmpty()) { // 5.6.1.2: empty ones do not count
        Member parsed = member(member);
        if (parsed == null || members.size() == MAX) {
          return Optional.empty();
        }
        members.add(parsed);
      }
      at = end + 1;
    }
    return members.isEmpty() ? Optional.empty() : Optional.of(new Ranges(List.copyOf(members)));
  }

  /**
   * What is sent of a representation.
   *
   * @param length its length in bytes; of an empty one there is no part, so it is sent whole (14.2)
   */
  public RangeAnswer within(long length) {
    if (length <= 0) {
      return WHOLE;
    }
    List<ByteRange> ranges = new ArrayList<>(members.size());
    for (Member member : members) {
      ByteRange range = satisfied(member, length);
      if (range != null) {
        merge(ranges, range);
      }
    }
    return switch (ranges.size()) {
      case 0 -> UNSATISFIABLE;
      case 1 -> new RangeAnswer.Single(ranges.get(0));
      default -> new RangeAnswer.Several(ranges);
    };
  }

  /**
   * The one range that is asked for if it can be told without the length of the representation:
   * {@code 3-9}, not {@code 3-}, {@code -9} or several.
   */
  public Optional<ByteRange> fixed() {
    Member only = members.get(0);
    return members.size() > 1
            || only.first == null
            || only.last == null
            || only.last == Long.MAX_VALUE
        ? Optional.empty()
        : Optional.of(new ByteRange(only.first, only.last));
  }

  /** The member, or null if it is malformed. */
  private static @Nullable Member member(String text) {
    int dash = text.indexOf('-');
    if (dash < 0) {
      return null;
    }
    String first = text.substring(0, dash);
    String last = text.substring(dash + 1);
    if (!isDigits(first) || !isDigits(last) || (first.isEmpty() && last.isEmpty())) {
      return null;
    }
    Long from = first.isEmpty() ? null : Numbers.saturated(first);
    Long to = last.isEmpty() ? null : Numbers.saturated(last);
    return from != null && to != null && to < from ? null : new Member(from, to);
  }

  private static boolean isDigits(String text) {
    return Numbers.areDigits(text, 0, text.length());
  }

  /** The bytes that there are of a member, or null if there are none. */
  private static @Nullable ByteRange satisfied(Member member, long length) {
    if (member.first == null) {
      long count = member.last == null ? 0 : Math.min(member.last, length);
      return count == 0 ? null : new ByteRange(length - count, length - 1);
    }
    if (member.first >= length) {
      return null;
    }
    long last = member.last == null ? length - 1 : Math.min(member.last, length - 1);
    return new ByteRange(member.first, last);
  }

  /** Adds a range and makes it one with those that it touches, at the place of the foremost. */
  private static void merge(List<ByteRange> ranges, ByteRange added) {
    ByteRange merged = added;
    int place = ranges.size();
    // Those that are there touch none of each other, so what has grown touches no one passed.
    for (int i = ranges.size() - 1; i >= 0; i--) {
      if (ranges.get(i).touches(merged)) {
        merged = merged.span(ranges.remove(i));
        place = i;
      }
    }
    ranges.add(place, merged);
  }
}
