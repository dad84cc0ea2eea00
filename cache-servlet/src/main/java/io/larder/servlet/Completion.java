package io.larder.servlet;

import static jakarta.servlet.http.HttpServletResponse.SC_PARTIAL_CONTENT;

import io.larder.http.ByteRange;
import io.larder.http.ContentRange;
import io.larder.http.HttpFields;
import io.larder.http.ResponseHead;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A page of which parts are stored, and the handler is asked for what is missing alone (RFC 9111,
 * 3.4): by {@code Range}, and {@code If-Range}, so that it answers with the whole if that is
 * another one by now.
 *
 * @param known what is stored
 * @param tags the tags that it has
 * @param missing what is missing
 * @param conditions the fields that the handler is sent in place of the client's conditions
 */
record Completion(
    PartialPage known, List<String> tags, List<ByteRange> missing, HttpFields conditions)
    implements Question {

  /** A handler that is asked for more ranges may well answer with the whole. */
  private static final int MOST_GAPS = 8;

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

  /** What is missing of some ranges, some of which is there; null if it is too much. */
  static @Nullable Completion of(
      PartialPage known, List<String> tags, List<ByteRange> asked, long maxBody) {
    List<ByteRange> missing =
        asked.stream().flatMap(range -> known.parts().missing(range).stream()).toList();
    long wanted = asked.stream().mapToLong(ByteRange::length).sum();
    long lacking = missing.stream().mapToLong(ByteRange::length).sum();
    boolean tooMuch =
        missing.size() > MOST_GAPS || wanted > maxBody || known.parts().size() + lacking > maxBody;
    if (tooMuch || lacking == 0 || lacking == wanted) {
      return null;
    }
    String ranges =
        missing.stream()
            .map(range -> range.first() + "-" + range.last())
            .collect(Collectors.joining(", ", "bytes=", ""));
    HttpFields conditions =
        HttpFields.builder()
            .add("Range", ranges)
            .add("If-Range", known.parts().validator())
            .build();
    return new Completion(known, tags, missing, conditions);
  }

  /** Of the page as it is by now, or of all that is missing; several parts show themselves. */
  @Override
  public boolean mayBeAnsweredBy(ResponseHead answer, Instant now) {
    if (answer.status() != SC_PARTIAL_CONTENT) {
      return !NO_ANSWERS.contains(answer.status());
    }
    if (!known.parts().validator().equals(PartialPage.validator(answer, now))) {
      return false;
    }
    if (!answer.fields().contains("Content-Range")) {
      return true;
    }
    ByteRange range = ContentRange.of(answer.fields()).map(ContentRange::range).orElse(null);
    return range != null && missing.stream().allMatch(range::covers);
  }

  /** What is there when the handler has answered; null if that does not belong to what was. */
  @Nullable PartialPage by(ResponseHead answer, byte[] body, Instant now) {
    PartialPage newer = PartialPage.ofPart(answer, body, now);
    return newer == null ? null : known.plus(newer, now);
  }
}
