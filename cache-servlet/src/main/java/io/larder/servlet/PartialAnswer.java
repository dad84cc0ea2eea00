package io.larder.servlet;

import static jakarta.servlet.http.HttpServletResponse.SC_OK;

import io.larder.cache.Page;
import io.larder.http.ByteRange;
import io.larder.http.ContentRange;
import io.larder.http.MultipartRanges;
import io.larder.http.Preconditions;
import io.larder.http.Preconditions.Role;
import io.larder.http.RangeAnswer;
import io.larder.http.Ranges;
import io.larder.http.RequestHead;
import io.larder.http.StoredParts;
import io.larder.http.Validators;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a client gets of a page not all of which is stored: ranges of which all is there (RFC 9111,
 * 3.3).
 *
 * @param parts what is there
 * @param ranges what is sent; one alone has no parts
 * @param several how several are sent, or null if it is one
 */
record PartialAnswer(StoredParts parts, List<ByteRange> ranges, @Nullable MultipartRanges several)
    implements PageAnswer {

  /** The answer to a request; null if it needs something that is not there. */
  static @Nullable PageAnswer to(RequestHead request, Page page, StoredParts parts, Role role) {
    Validators validators = PageAnswer.validators(request.fields(), page);
    return switch (Preconditions.evaluate(request, SC_OK, validators, role)) {
      case PRECONDITION_FAILED -> Empty.FAILED;
      case NOT_MODIFIED -> Empty.NOT_MODIFIED;
      case SERVE ->
          asked(request, page).flatMap(parts::answer).map(it -> of(it, page, parts)).orElse(null);
    };
  }

  /** Which ranges a request asks for, if they are of this very page. */
  static Optional<Ranges> asked(RequestHead request, Page page) {
    return Preconditions.rangeApplies(request, PageAnswer.validators(request.fields(), page))
        ? Ranges.parse(request.fields())
        : Optional.empty();
  }

  private static @Nullable PageAnswer of(RangeAnswer answer, Page page, StoredParts parts) {
    if (answer instanceof RangeAnswer.Single single) {
      return new PartialAnswer(parts, List.of(single.range()), null);
    }
    Long total = parts.total();
    if (answer instanceof RangeAnswer.Several several && total != null) {
      String type = page.first("Content-Type");
      String boundary = UUID.randomUUID().toString();
      MultipartRanges ranges = MultipartRanges.of(several.ranges(), total, type, boundary);
      return new PartialAnswer(parts, several.ranges(), ranges);
    }
    return null;
  }

  @Override
  public void writeHead(Page page, HttpServletResponse response) {
    PageAnswer.partial(page, response, several == null);
    if (several == null) {
      ContentRange range = new ContentRange(ranges.get(0), parts.total());
      response.setHeader("Content-Range", range.value());
    } else {
      response.setHeader("Content-Type", several.contentType());
    }
  }

  @Override
  public long length(Page page) {
    return several == null ? ranges.get(0).length() : several.length();
  }

  /** In one piece: a response that is written without blocking takes no more at a time. */
  @Override
  public void writeBody(Page page, OutputStream out) throws IOException {
    ByteBuffer all = ByteBuffer.allocate((int) length(page));
    for (int i = 0; i < ranges.size(); i++) {
      if (several != null) {
        all.put(several.head(i));
      }
      all.put(parts.bytes(ranges.get(i)));
    }
    if (several != null) {
      all.put(several.tail());
    }
    out.write(all.array());
  }
}
