package io.larder.http;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a representation of which not everything has arrived (RFC 9111, 3.3 and 3.4; RFC
 * 9110, 15.3.7.3): some stretches of its bytes, its length if somebody has said it, and the strong
 * validator that all of them share.
 *
 * <p>Immutable, but for the arrays: they are not copied, so nobody may change them. Never empty.
 * Stretches that touch are one; there are at most {@link #MAX_STRETCHES}. To be used for what lies
 * wholly within alone (3.3), and sent as a 206 unless it {@link #isComplete}.
 */
public final class StoredParts {
  /** The most stretches with gaps between them: 64. */
  public static final int MAX_STRETCHES = 64;

  private final String validator;
  private final @Nullable Long total;
  private final List<Stretch> stretches;

  private StoredParts(String validator, @Nullable Long total, List<Stretch> stretches) {
    this.validator = validator;
    this.total = total;
    this.stretches = stretches;
  }

  /**
   * What a response to a GET tells: a 206 with one range or several, also one that was cut short,
   * or a 200 that was. Empty for every other response, for one that has no strong validator (RFC
   * 9110, 15.3.7.3; {@code Last-Modified} is one only without an {@code ETag} and if it is strong),
   * and for one that contradicts itself.
   *
   * @param body what has arrived of its content
   * @param now when it was received
   */
  public static Optional<StoredParts> of(ResponseHead response, byte[] body, Instant now) {
    String validator = Validators.of(response.fields(), now).strong();
    if (validator == null || body.length == 0) {
      return Optional.empty();
    }
    return PartsOfResponse.of(response, body)
        .flatMap(parts -> join(validator, parts.total(), parts.stretches()));
  }

  /**
   * These and what has arrived since. Empty if the two do not belong together: another validator,
   * another length, other bytes at the same place; or if there would be more than {@link
   * #MAX_STRETCHES}. Then the newer ones alone are to be kept.
   */
  public Optional<StoredParts> plus(StoredParts newer) {
    boolean differ =
        !validator.equals(newer.validator)
            || (total != null && newer.total != null && !total.equals(newer.total));
    if (differ) {
      return Optional.empty();
    }
    List<Stretch> both = new ArrayList<>(stretches);
    both.addAll(newer.stretches);
    return join(validator, total != null ? total : newer.total, both);
  }

  /** The strong entity tag, or the date, that a request for more sends in {@code If-Range}. */
  public String validator() {
    return validator;
  }

  /** The length of the whole in bytes, or null if nobody has said it. */
  public @Nullable Long total() {
    return total;
  }

  /** The number of bytes that are there. */
  public long size() {
    return stretches.stream().mapToLong(it -> it.range().length()).sum();
  }

  /** What is there, in order; unmodifiable, no two touch. */
  public List<ByteRange> ranges() {
    return stretches.stream().map(Stretch::range).toList();
  }

  /** Whether everything is there: it is a 200 then. */
  public boolean isComplete() {
    return total != null && size() == total;
  }

  /** Whether all of a range is there. */
  public boolean covers(ByteRange range) {
    return stretch(range) != null;
  }

  /** What is not there of a range, in order; unmodifiable. */
  public List<ByteRange> missing(ByteRange range) {
    List<ByteRange> missing = new ArrayList<>();
    long from = range.first();
    for (Stretch each : stretches) {
      ByteRange there = each.range();
      if (there.last() >= from && there.first() <= range.last()) {
        if (there.first() > from) {
          missing.add(new ByteRange(from, there.first() - 1));
        }
        from = there.last() + 1;
      }
    }
    if (from <= range.last()) {
      missing.add(new ByteRange(from, range.last()));
    }
    return List.copyOf(missing);
  }

  /**
   * What a request gets that asks for some ranges; empty if not all of it is there (RFC 9111, 3.3).
   * Without a length only one range that names both of its ends can be told to lie within.
   */
  public Optional<RangeAnswer> answer(Ranges asked) {
    RangeAnswer answer =
        total != null
            ? asked.within(total)
            : asked
                .fixed()
                .<RangeAnswer>map(RangeAnswer.Single::new)
                .orElse(new RangeAnswer.Whole());
    boolean there;
    if (answer instanceof RangeAnswer.Single single) {
      there = covers(single.range());
    } else if (answer instanceof RangeAnswer.Several several) {
      there = several.ranges().stream().allMatch(this::covers);
    } else {
      there = answer instanceof RangeAnswer.Unsatisfiable || isComplete();
    }
    return there ? Optional.of(answer) : Optional.empty();
  }

  /**
   * The bytes of a range, read-only, without a copy.
   *
   * @throws IllegalArgumentException if not all of it is there
   */
  public ByteBuffer bytes(ByteRange range) {
    Stretch stretch = stretch(range);
    if (stretch == null) {
      throw new IllegalArgumentException(range + " is not all there: ask covers(range) first");
    }
    int skipped = (int) (range.first() - stretch.range().first());
    return stretch.bytes().slice(skipped, (int) range.length()).asReadOnlyBuffer();
  }

  /** All of it as one body; see {@link #decode}. */
  public byte[] encode() {
    return PartsCodec.encode(validator, total, stretches);
  }

  /** What {@link #encode} has written; empty if it is anything else. The array is not copied. */
  public static Optional<StoredParts> decode(byte[] encoded) {
    return PartsCodec.decode(encoded);
  }

  /** Some bytes that lie together: from place 0 of the buffer on, as many as the range has. */
  record Stretch(ByteRange range, ByteBuffer bytes) {}

  /** The parts with those that touch made one; empty if they contradict each other. */
  static Optional<StoredParts> join(
      String validator, @Nullable Long total, List<Stretch> stretches) {
    List<Stretch> sorted = new ArrayList<>(stretches);
    sorted.sort(Comparator.comparingLong(it -> it.range().first()));
    List<Stretch> joined = new ArrayList<>(sorted.size());
    for (Stretch each : sorted) {
      Stretch last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (last == null || !last.range().touches(each.range())) {
        joined.add(each);
        continue;
      }
      Stretch one = union(last, each);
      if (one == null) {
        return Optional.empty();
      }
      joined.set(joined.size() - 1, one);
    }
    boolean outside =
        joined.isEmpty()
            || joined.size() > MAX_STRETCHES
            || (total != null && joined.get(joined.size() - 1).range().last() >= total);
    return outside
        ? Optional.empty()
        : Optional.of(new StoredParts(validator, total, List.copyOf(joined)));
  }

  /** Both in one, where the second begins within the first or behind it; null if they differ. */
  private static @Nullable Stretch union(Stretch first, Stretch second) {
    int start = (int) (second.range().first() - first.range().first());
    int common = (int) Math.min(first.range().length() - start, second.range().length());
    ByteBuffer here = first.bytes().slice(start, common);
    if (here.mismatch(second.bytes().slice(0, common)) >= 0) {
      return null; // the validator was not as strong as it said
    }
    if (first.range().covers(second.range())) {
      return first;
    }
    long length = start + second.range().length();
    if (length > Integer.MAX_VALUE - 8) {
      return null; // longer than an array
    }
    byte[] bytes = new byte[(int) length];
    first.bytes().get(0, bytes, 0, start);
    second.bytes().get(0, bytes, start, bytes.length - start);
    return new Stretch(first.range().span(second.range()), ByteBuffer.wrap(bytes));
  }

  private @Nullable Stretch stretch(ByteRange range) {
    for (Stretch each : stretches) {
      if (each.range().covers(range)) {
        return each;
      }
    }
    return null;
  }
}
