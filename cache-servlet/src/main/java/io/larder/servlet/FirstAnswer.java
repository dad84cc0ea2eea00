package io.larder.servlet;

import static jakarta.servlet.http.HttpServletResponse.SC_NOT_MODIFIED;
import static jakarta.servlet.http.HttpServletResponse.SC_OK;
import static jakarta.servlet.http.HttpServletResponse.SC_PARTIAL_CONTENT;
import static jakarta.servlet.http.HttpServletResponse.SC_PRECONDITION_FAILED;
import static jakarta.servlet.http.HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE;

import io.larder.cache.Page;
import io.larder.http.ByteRange;
import io.larder.http.CodingChoice;
import io.larder.http.ContentRange;
import io.larder.http.FieldRules;
import io.larder.http.HttpFields;
import io.larder.http.Preconditions;
import io.larder.http.Preconditions.Outcome;
import io.larder.http.RangeAnswer;
import io.larder.http.RangeFields;
import io.larder.http.Ranges;
import io.larder.http.RequestHead;
import io.larder.http.Validators;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the client whose request has run the handler gets of the answer by its conditions and its
 * range, as {@link PageAnswer} has it for those who come later.
 *
 * <p>The handler's head stands on the response already, and no container lets go of a field again.
 * So several ranges, whose type would be another one, are answered with the whole, as RFC 9110 14.2
 * allows.
 */
final class FirstAnswer {

  private FirstAnswer() {}

  /**
   * Rewrites the head, and writes what it promises, unless the client gets the whole.
   *
   * @param fields those of the handler's 200
   * @param etag the tag that is told
   * @param body all of the content
   * @return whether it did
   */
  static boolean write(
      Exchange exchange,
      HttpFields fields,
      @Nullable String etag,
      byte[] body,
      HttpServletResponse response) {
    RequestHead request = exchange.head();
    if (request.fields().size() == 0) {
      return false;
    }
    Validators validators = validators(fields, etag);
    return switch (Preconditions.evaluate(request, SC_OK, validators, exchange.policy().role())) {
      case NOT_MODIFIED -> {
        response.setStatus(SC_NOT_MODIFIED);
        yield true;
      }
      case PRECONDITION_FAILED -> refuse(SC_PRECONDITION_FAILED, fields, response);
      case SERVE -> {
        RangeAnswer answer = Ranges.answer(request, validators, body.length);
        if (answer instanceof RangeAnswer.Unsatisfiable) {
          response.setHeader("Content-Range", ContentRange.unsatisfied(body.length).value());
          yield refuse(SC_REQUESTED_RANGE_NOT_SATISFIABLE, fields, response);
        }
        yield answer instanceof RangeAnswer.Single single
            && write(single.range(), fields, body, response);
      }
    };
  }

  /**
   * Sends the page as it is stored, if it is stored encoded and its client takes that.
   *
   * @return false if it gets another form of it
   */
  static boolean writeEncoded(
      Exchange exchange, HttpFields fields, Page page, HttpServletResponse response) {
    String coding = page.coding();
    CodingChoice choice =
        coding == null
            ? CodingChoice.PLAIN_ONLY
            : Negotiation.choice(exchange.request(), response, coding);
    boolean part = Negotiation.wantsPart(exchange.head()) && choice != CodingChoice.ENCODED_ONLY;
    if (!choice.takesEncoded() || part) {
      return false;
    }
    Outcome encoded = outcome(exchange, fields, page.etag());
    Outcome plain = outcome(exchange, fields, page.decodedHead().etag());
    if (!Negotiation.isEncoded(choice, encoded, plain)) {
      return false;
    }
    String etag = page.etag();
    if (etag != null) {
      response.setHeader("ETag", etag);
    }
    if (encoded == Outcome.NOT_MODIFIED) {
      response.setStatus(SC_NOT_MODIFIED);
      return true;
    }
    if (encoded == Outcome.PRECONDITION_FAILED) {
      return refuse(SC_PRECONDITION_FAILED, fields, response);
    }
    response.setHeader("Content-Encoding", coding);
    response.setContentLength(page.bodyLength());
    try {
      page.writeBody(response.getOutputStream());
    } catch (IOException e) {
      return true; // the client is gone; those who come later are not
    }
    return true;
  }

  private static Outcome outcome(Exchange exchange, HttpFields fields, @Nullable String etag) {
    return Preconditions.evaluate(
        exchange.head(), SC_OK, validators(fields, etag), exchange.policy().role());
  }

  private static Validators validators(HttpFields fields, @Nullable String etag) {
    return Validators.of(etag, fields.first("Last-Modified"), fields.first("Date"), Instant.now());
  }

  private static boolean write(
      ByteRange range, HttpFields fields, byte[] body, HttpServletResponse response) {
    for (int i = 0; i < fields.size(); i++) {
      if (RangeFields.isOfContent(fields.name(i))) {
        return false;
      }
    }
    response.setStatus(SC_PARTIAL_CONTENT);
    response.setHeader("Content-Range", ContentRange.of(range, body.length).value());
    response.setContentLength((int) range.length());
    try {
      response.getOutputStream().write(body, (int) range.first(), (int) range.length());
    } catch (IOException e) {
      return true; // the client is gone; those who come later are not
    }
    return true;
  }

  /** No cache may keep a refusal for others: what says how fresh the page is does not hold. */
  private static boolean refuse(int status, HttpFields fields, HttpServletResponse response) {
    response.setStatus(status);
    for (int i = 0; i < fields.size(); i++) {
      String name = fields.name(i);
      if (FieldRules.isAboutFreshness(name)) {
        response.setHeader(name, name.equalsIgnoreCase("Expires") ? "0" : "no-store");
      }
    }
    response.setContentLength(0);
    return true;
  }
}
