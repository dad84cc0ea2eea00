package io.larder.servlet;

import static jakarta.servlet.http.HttpServletResponse.SC_NOT_MODIFIED;
import static jakarta.servlet.http.HttpServletResponse.SC_OK;
import static jakarta.servlet.http.HttpServletResponse.SC_PARTIAL_CONTENT;
import static jakarta.servlet.http.HttpServletResponse.SC_PRECONDITION_FAILED;
import static jakarta.servlet.http.HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE;

import io.larder.cache.Page;
import io.larder.http.ByteRange;
import io.larder.http.ContentRange;
import io.larder.http.FieldRules;
import io.larder.http.HttpFields;
import io.larder.http.MultipartRanges;
import io.larder.http.Preconditions;
import io.larder.http.Preconditions.Role;
import io.larder.http.RangeAnswer;
import io.larder.http.RangeFields;
import io.larder.http.Ranges;
import io.larder.http.RequestHead;
import io.larder.http.Validators;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.UUID;

/**
 * What a client gets of a stored page, by its conditions and its range (RFC 9110, 13.2.2 and 14.2).
 */
interface PageAnswer {

  /** All of it, whatever its status. */
  PageAnswer WHOLE = new Whole();

  /** Sets the status, and the fields but for the length and what the cache adds on its own. */
  void writeHead(Page page, HttpServletResponse response);

  /** The length of the content in bytes; less than 0 if the status allows none. */
  long length(Page page);

  /** Writes the content, as long as it was said. */
  void writeBody(Page page, OutputStream out) throws IOException;

  /** The answer to a request. */
  static PageAnswer to(RequestHead request, Page page, Role role) {
    if (page.status() != SC_OK) {
      return WHOLE; // 13.2.1: conditions and ranges are about what a 200 would carry
    }
    Validators validators = validators(request.fields(), page);
    return switch (Preconditions.evaluate(request, SC_OK, validators, role)) {
      case PRECONDITION_FAILED -> Empty.FAILED;
      case NOT_MODIFIED -> Empty.NOT_MODIFIED;
      case SERVE -> part(Ranges.answer(request, validators, page.bodyLength()), page);
    };
  }

  /** The dates are parsed for those who send dates alone. */
  static Validators validators(HttpFields request, Page page) {
    return Preconditions.comparesDates(request)
        ? Validators.of(page.etag(), page.first("Last-Modified"), page.first("Date"), Instant.now())
        : Validators.ofTag(page.etag());
  }

  private static PageAnswer part(RangeAnswer answer, Page page) {
    if (answer instanceof RangeAnswer.Single single) {
      return new Part(single.range());
    } else if (answer instanceof RangeAnswer.Several several) {
      // Nobody must be able to guess it, and so have it occur in the page.
      String boundary = UUID.randomUUID().toString();
      String type = page.first("Content-Type");
      return new Parts(MultipartRanges.of(several.ranges(), page.bodyLength(), type, boundary));
    }
    return answer instanceof RangeAnswer.Unsatisfiable ? Empty.UNSATISFIABLE : WHOLE;
  }

  /** The page as it is. */
  record Whole() implements PageAnswer {

    @Override
    public void writeHead(Page page, HttpServletResponse response) {
      response.setStatus(page.status());
      for (int i = 0; i < page.fieldCount(); i++) {
        put(response, page, i);
      }
    }

    @Override
    public long length(Page page) {
      return Heads.bodiless(page.status()) ? -1 : page.bodyLength();
    }

    @Override
    public void writeBody(Page page, OutputStream out) throws IOException {
      page.writeBody(out);
    }
  }

  /** A head alone, in place of a page of status 200. */
  enum Empty implements PageAnswer {
    NOT_MODIFIED,
    FAILED,
    UNSATISFIABLE;

    @Override
    public void writeHead(Page page, HttpServletResponse response) {
      response.setStatus(
          switch (this) {
            case NOT_MODIFIED -> SC_NOT_MODIFIED;
            case FAILED -> SC_PRECONDITION_FAILED;
            case UNSATISFIABLE -> SC_REQUESTED_RANGE_NOT_SATISFIABLE;
          });
      boolean hasTag = page.etag() != null;
      for (int i = 0; i < page.fieldCount(); i++) {
        if (FieldRules.isInNotModified(page.name(i), hasTag)
            && (this == NOT_MODIFIED || !FieldRules.isAboutFreshness(page.name(i)))) {
          put(response, page, i);
        }
      }
      if (this == UNSATISFIABLE) {
        response.setHeader("Content-Range", ContentRange.unsatisfied(page.bodyLength()).value());
      }
    }

    @Override
    public long length(Page page) {
      return this == NOT_MODIFIED ? -1 : 0;
    }

    @Override
    public void writeBody(Page page, OutputStream out) {}
  }

  /** One range of a page. */
  record Part(ByteRange range) implements PageAnswer {

    @Override
    public void writeHead(Page page, HttpServletResponse response) {
      partial(page, response, true);
      response.setHeader("Content-Range", ContentRange.of(range, page.bodyLength()).value());
    }

    @Override
    public long length(Page page) {
      return range.length();
    }

    @Override
    public void writeBody(Page page, OutputStream out) throws IOException {
      writeRange(page, range, out);
    }
  }

  /** Several ranges of a page, each written from where it lies. */
  record Parts(MultipartRanges ranges) implements PageAnswer {

    @Override
    public void writeHead(Page page, HttpServletResponse response) {
      partial(page, response, false);
      response.setHeader("Content-Type", ranges.contentType());
    }

    @Override
    public long length(Page page) {
      return ranges.length();
    }

    @Override
    public void writeBody(Page page, OutputStream out) throws IOException {
      for (int i = 0; i < ranges.ranges().size(); i++) {
        out.write(ranges.head(i));
        writeRange(page, ranges.ranges().get(i), out);
      }
      out.write(ranges.tail());
    }
  }

  /**
   * The head of a 206.
   *
   * @param typed whether its type is the page's: a container that has seen that adds the charset to
   *     whatever follows
   */
  static void partial(Page page, HttpServletResponse response, boolean typed) {
    response.setStatus(SC_PARTIAL_CONTENT);
    for (int i = 0; i < page.fieldCount(); i++) {
      String name = page.name(i);
      if (RangeFields.isRepeated(name) && (typed || !name.equalsIgnoreCase("Content-Type"))) {
        put(response, page, i);
      }
    }
  }

  /** A page has no more bytes than an array, and neither has a part of it. */
  private static void writeRange(Page page, ByteRange range, OutputStream out) throws IOException {
    page.writeBody(out, (int) range.first(), (int) range.length());
  }

  private static void put(HttpServletResponse response, Page page, int line) {
    String name = page.name(line);
    // What an outer filter varies on stays true, whatever the page varies on itself.
    if (page.repeats(line) || name.equalsIgnoreCase("Vary")) {
      response.addHeader(name, page.value(line));
    } else {
      response.setHeader(name, page.value(line));
    }
  }
}
