package io.larder.servlet;

import static jakarta.servlet.http.HttpServletResponse.SC_OK;

import io.larder.cache.Page;
import io.larder.cache.codec.CodecException;
import io.larder.http.AcceptEncoding;
import io.larder.http.CodingChoice;
import io.larder.http.HttpFields;
import io.larder.http.Preconditions;
import io.larder.http.Preconditions.Outcome;
import io.larder.http.Preconditions.Role;
import io.larder.http.RequestHead;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;

/**
 * What a client gets of a page that is stored in a content coding: that, or the page as its handler
 * wrote it (RFC 9110, 12.5.3).
 *
 * <p>Both are representations with an entity tag of their own, and a client may hold either: who
 * says in {@code If-None-Match} which one it has is told that this is still good, if it accepts
 * that one. Ranges are those of the plain one.
 */
final class Negotiation {

  private static final String ACCEPT_ENCODING = "Accept-Encoding";

  private Negotiation() {}

  /**
   * The answer to a request.
   *
   * @throws CodecException if it has to be decoded and cannot be; nothing is written then
   */
  static PageAnswer answer(Exchange exchange, Page page, String coding) {
    CodingChoice choice = choice(exchange.request(), exchange.response(), coding);
    if (exchange.head().fields().size() == 0 || page.status() != SC_OK) {
      return choice.prefersEncoded() ? PageAnswer.WHOLE : plain(exchange, page);
    }
    if (!choice.takesEncoded()) {
      return plain(exchange, page);
    }
    return choice != CodingChoice.ENCODED_ONLY && wantsPart(exchange.head())
        ? plain(exchange, page)
        : conditional(exchange, page, choice);
  }

  private static PageAnswer conditional(Exchange exchange, Page page, CodingChoice choice) {
    RequestHead request = exchange.head();
    Role role = exchange.policy().role();
    Outcome encoded = outcome(request, page, role);
    if (encoded == Outcome.NOT_MODIFIED && choice.prefersEncoded()) {
      return PageAnswer.Empty.NOT_MODIFIED; // as most are who ask again
    }
    Outcome plain = outcome(request, page.decodedHead(), role);
    if (!isEncoded(choice, encoded, plain)) {
      return plain(exchange, page);
    }
    return switch (encoded) {
      case NOT_MODIFIED -> PageAnswer.Empty.NOT_MODIFIED;
      case PRECONDITION_FAILED -> PageAnswer.Empty.FAILED;
      case SERVE -> PageAnswer.WHOLE;
    };
  }

  /** Whether it is the encoded one that the client has; or gets, if it has neither. */
  static boolean isEncoded(CodingChoice choice, Outcome encoded, Outcome plain) {
    if (encoded == plain || choice == CodingChoice.ENCODED_ONLY) {
      return choice.prefersEncoded();
    }
    return encoded == Outcome.NOT_MODIFIED
        || (encoded == Outcome.SERVE && plain == Outcome.PRECONDITION_FAILED);
  }

  private static Outcome outcome(RequestHead request, Page page, Role role) {
    return Preconditions.evaluate(
        request, SC_OK, PageAnswer.validators(request.fields(), page), role);
  }

  /** What the client accepts, where it is about to be answered. */
  static CodingChoice choice(
      HttpServletRequest request, HttpServletResponse response, String coding) {
    // An outer filter that has said so before encodes whatever comes.
    return response.containsHeader("Content-Encoding")
        ? CodingChoice.PLAIN_ONLY
        : choice(request, coding);
  }

  private static CodingChoice choice(HttpServletRequest request, String coding) {
    String first = request.getHeader(ACCEPT_ENCODING);
    CodingChoice choice = AcceptEncoding.choose(first, coding);
    // A client that takes it on the first line takes it: most have one line.
    return first == null || choice == CodingChoice.ENCODED
        ? choice
        : AcceptEncoding.choose(
            new DescribedRequest(request, request.getMethod()).header(ACCEPT_ENCODING), coding);
  }

  /** Whether a request is for a part, as far as it can be. */
  static boolean wantsPart(RequestHead request) {
    return request.fields().contains("Range") && !request.method().equals("HEAD");
  }

  /** The page as its handler wrote it; made out only if its client gets any of that. */
  private static PageAnswer plain(Exchange exchange, Page page) {
    RequestHead request = exchange.head();
    Page head = page.decodedHead();
    if (page.decodedLength() < 0 || page.decodedLength() > exchange.policy().maxBody()) {
      throw new CodecException("a page that is longer than maxBody when it is decoded", null);
    }
    boolean judged = request.fields().size() > 0 && page.status() == SC_OK;
    if (judged) {
      switch (outcome(request, head, exchange.policy().role())) {
        case NOT_MODIFIED -> {
          return new Plain(head, PageAnswer.Empty.NOT_MODIFIED, 0);
        }
        case PRECONDITION_FAILED -> {
          return new Plain(head, PageAnswer.Empty.FAILED, 0);
        }
        case SERVE -> {}
      }
    }
    if (exchange.isHead()) {
      return new Plain(head, PageAnswer.WHOLE, page.decodedLength());
    }
    Page decoded = page.decoded();
    PageAnswer answer =
        judged ? PageAnswer.to(request, decoded, exchange.policy().role()) : PageAnswer.WHOLE;
    return new Plain(decoded, answer, 0);
  }

  /**
   * What is sent of a page that stands in the place of the stored one.
   *
   * @param page that page
   * @param answer what is sent of it
   * @param missing how many bytes of it are not there, since nobody gets them
   */
  private record Plain(Page page, PageAnswer answer, int missing) implements PageAnswer {

    @Override
    public void writeHead(Page stored, HttpServletResponse response) {
      answer.writeHead(page, response);
    }

    @Override
    public long length(Page stored) {
      long length = answer.length(page);
      return length < 0 ? length : length + missing;
    }

    @Override
    public void writeBody(Page stored, OutputStream out) throws IOException {
      answer.writeBody(page, out);
    }
  }

  /** The fields of a stored page that came from its handler, whatever its body is stored in. */
  static HttpFields handlers(Page page) {
    if (page.coding() == null) {
      return PageWriter.fields(page);
    }
    Page head = page.decodedHead();
    HttpFields.Builder fields = HttpFields.builder();
    for (int i = 0; i < head.fieldCount(); i++) {
      // No page is encoded that says this by itself.
      if (!head.name(i).equalsIgnoreCase("Vary") || !head.value(i).equals(ACCEPT_ENCODING)) {
        fields.add(head.name(i), head.value(i));
      }
    }
    return fields.build();
  }
}
