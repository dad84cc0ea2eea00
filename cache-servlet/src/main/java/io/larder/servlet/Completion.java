package io.larder.servlet;

import static jakarta.servlet.http.HttpServletResponse.SC_PARTIAL_CONTENT;

import io.larder.http.ByteRange;
import io.larder.http.ContentRange;
import io.larder.http.HttpFields;
import io.larder.http.RangeFields;
import io.larder.http.ResponseHead;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A page of which parts are stored, and the handler is asked for what is missing alone (RFC 9111,
 * 3.4): by {@code Range}, and {@code If-Range}, so that it answers with the whole if that is
 * another one by now.
 *
 * @param known what is stored
 * @param tags the tags that it has
 * @param missing what is asked for: all that is missing, and what lies between
 * @param conditions the fields that the handler is sent in place of the client's conditions
 */
record Completion(PartialPage known, List<String> tags, ByteRange missing, HttpFields conditions)
    implements Question {

  /** Statuses by which an origin answers conditions and ranges that are not the client's. */
  private static final Set<Integer> NO_ANSWERS = Set.of(304, 412, 416);

  /**
   * What makes stored parts the whole page; null if that cannot be told, or is too much.
   *
   * @param maxBody so many bytes are held at most
   */
  static @Nullable Completion ofWhole(PartialPage known, List<String> tags, long maxBody) {
    Long total = known.parts().total();
    return total == null ? null : of(known, tags, List.of(new ByteRange(0, total - 1)), maxBody);
  }

  /**
   * What is missing of some ranges, some of which is there; null if it is too much.
   *
   * <p>It is asked for in one range: few origins answer several with all of them, and nobody could
   * tell from the head whether they do.
   */
  static @Nullable Completion of(
      PartialPage known, List<String> tags, List<ByteRange> asked, long maxBody) {
    List<ByteRange> gaps =
        asked.stream().flatMap(range -> known.parts().missing(range).stream()).toList();
    long wanted = asked.stream().mapToLong(ByteRange::length).sum();
    if (gaps.isEmpty()) {
      return null;
    }
    long first = gaps.stream().mapToLong(ByteRange::first).min().orElseThrow();
    long last = gaps.stream().mapToLong(ByteRange::last).max().orElseThrow();
    ByteRange missing = new ByteRange(first, last);
    boolean tooMuch = wanted > maxBody || known.parts().size() + missing.length() > maxBody;
    if (tooMuch || missing.length() >= wanted) {
      return null;
    }
    HttpFields conditions =
        HttpFields.builder()
            .add("Range", "bytes=" + first + "-" + last)
            .add("If-Range", known.parts().validator())
            .build();
    return new Completion(known, tags, missing, conditions);
  }

  /** Of the page as it is by now, or of all that is missing. */
  @Override
  public boolean mayBeAnsweredBy(ResponseHead answer, Instant now) {
    if (answer.status() != SC_PARTIAL_CONTENT) {
      return !NO_ANSWERS.contains(answer.status());
    }
    ContentRange said = ContentRange.of(answer.fields()).orElse(null);
    ByteRange range = said == null ? null : said.range();
    return said != null
        && range != null
        && range.covers(missing)
        && (said.total() == null || said.total().equals(known.parts().total()))
        && RangeFields.tellWhich(answer.fields())
        && known.parts().validator().equals(PartialPage.validator(answer, now));
  }

  /** What is there when the handler has answered; null if that does not belong to what was. */
  @Nullable PartialPage by(ResponseHead answer, byte[] body, Instant now) {
    PartialPage newer = PartialPage.ofPart(answer, body, now);
    return newer == null ? null : known.plus(newer, now);
  }
}
