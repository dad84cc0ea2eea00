package io.larder.servlet;

import static jakarta.servlet.http.HttpServletResponse.SC_BAD_GATEWAY;
import static jakarta.servlet.http.HttpServletResponse.SC_OK;

import io.larder.cache.Page;
import io.larder.http.CacheStatus;
import io.larder.http.ResponseHead;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * What the client of a {@link Fill} is answered, decided in the moment in which the handler's head
 * is about to leave.
 */
final class FillAnswer {

  private final Exchange exchange;
  private final CacheStatus status;
  private final HandlerRun run;
  private final Reply reply;
  private final FillEnding ending;
  private final StandIn standIn;

  /**
   * Creates it.
   *
   * @param status what Cache-Status says of this miss
   * @param reply what the handler says to what it was asked
   * @param standIn answers in the place of a failure, if it can
   */
  FillAnswer(
      Exchange exchange,
      CacheStatus status,
      HandlerRun run,
      Reply reply,
      FillEnding ending,
      StandIn standIn) {
    this.exchange = exchange;
    this.status = status;
    this.run = run;
    this.reply = reply;
    this.ending = ending;
    this.standIn = standIn;
  }

  /**
   * Decides.
   *
   * @param body all of it; null if it was not complete by then
   */
  AtCommit to(ResponseHead handlers, @Nullable WholeBody body, HttpServletResponse real) {
    ResponseHead head = ending.lost() == null ? run.varied(handlers, real) : handlers;
    if (ending.isOpen() && standIn.isFor(head.status()) && standIn.replaces(head.status())) {
      ending.replaced(head.status());
      return AtCommit.NO_BODY;
    }
    Reason lost = ending.lost();
    if (lost == null && reply.serves(head, body, status)) {
      ending.replied();
      return AtCommit.NO_BODY;
    }
    if (lost != null && reply.isPart(head.status())) {
      // The client has asked for the whole, and what there is of it makes none.
      reply.unusable(status.detail(lost.token()));
      ending.letGo(SC_BAD_GATEWAY);
      return AtCommit.NO_BODY;
    }
    String refusal = lost != null ? lost.token() : run.refusal(head);
    run.checkReads(refusal);
    if (refusal != null) {
      run.tell(real, status.detail(refusal));
      ending.refused(head.status(), refusal);
      return AtCommit.PASS;
    }
    exchange.policy().compression().announce(head.status(), run.changed(head.fields()), body, real);
    if (body == null || (Heads.bodiless(head.status()) && body.size() > 0)) {
      run.tell(real, status.stored()); // if nothing goes wrong on the way
      return AtCommit.CAPTURE;
    }
    String inBody = run.refusal(head.fields(), body::bytes);
    if (inBody != null) {
      run.tell(real, status.detail(inBody));
      ending.refused(head.status(), inBody);
      return AtCommit.PASS;
    }
    return whole(head, body.bytes(), real);
  }

  /** The body is known before the head leaves. */
  private AtCommit whole(ResponseHead head, byte[] body, HttpServletResponse real) {
    if (!ending.hasReturned()) {
      // The handler has ended the body and still runs. Should it throw, its body may be a half that
      // was closed on the way out: that is stored, and handed to others, when it has returned.
      run.tell(real, status.stored());
      return fit(head, body, null, real);
    }
    // Stored before the client has a byte of it: whoever asks next after that gets a hit.
    Kept kept = ending.keep(head.status(), head.fields(), body);
    run.tell(real, kept == null ? status.detail("do-not-store") : kept.in(status));
    return kept == null ? AtCommit.CAPTURE : fit(head, body, ending.shelved(), real);
  }

  /**
   * The client is told the tag of what it gets, and gets its part.
   *
   * @param page what is stored of it; null if nothing is yet
   */
  private AtCommit fit(
      ResponseHead head, byte[] body, @Nullable Page page, HttpServletResponse real) {
    if (head.status() != SC_OK) {
      return AtCommit.CAPTURE;
    }
    if (page != null && FirstAnswer.writeEncoded(exchange, head.fields(), page, real)) {
      return AtCommit.NO_BODY;
    }
    String etag =
        exchange.policy().tagsPages()
            ? PageMaker.etag(head.status(), head.fields(), body)
            : head.fields().first("ETag");
    if (etag != null) {
      real.setHeader("ETag", etag);
    }
    return FirstAnswer.write(exchange, head.fields(), etag, body, real)
        ? AtCommit.NO_BODY
        : AtCommit.CAPTURE;
  }
}
