package io.larder.servlet;

import static jakarta.servlet.http.HttpServletResponse.SC_NOT_MODIFIED;
import static jakarta.servlet.http.HttpServletResponse.SC_PARTIAL_CONTENT;
import static jakarta.servlet.http.HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE;

import io.larder.cache.Page;
import io.larder.http.CacheStatus;
import io.larder.http.HttpFields;
import io.larder.http.ResponseHead;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a handler says to a question: where it has confirmed or completed what is stored, that is
 * stored anew, and is what the client gets (RFC 9111, 4.3.3 and 3.4).
 */
final class Reply {

  private final Exchange exchange;
  private volatile @Nullable Question question;
  private final HandlerRun run;
  private final Landing landing;

  Reply(Exchange exchange, @Nullable Question question, HandlerRun run, Landing landing) {
    this.exchange = exchange;
    this.question = question;
    this.run = run;
    this.landing = landing;
  }

  /** The handler is not asked any more. */
  void giveUp() {
    question = null;
  }

  /** Whether a status confirms what is stored. */
  boolean isConfirmation(int status) {
    Question asked = question;
    return status == SC_NOT_MODIFIED && (asked instanceof Validation || asked instanceof Choice);
  }

  /** Whether a status completes what is stored. */
  boolean isPart(int status) {
    return status == SC_PARTIAL_CONTENT && question instanceof Completion;
  }

  /**
   * Answers the client in place of the handler, if what this one has said is about what is stored.
   *
   * @param body all of it; null if it is not known, or too much
   * @return false if it is an answer by itself
   */
  boolean serves(ResponseHead head, @Nullable WholeBody body, CacheStatus status) {
    if (question == null) {
      return false;
    }
    ResponseHead handlers = new ResponseHead(head.status(), run.changed(head.fields()));
    CacheStatus told = status.forwardStatus(head.status());
    if (isPart(head.status()) && question instanceof Completion asked) {
      completed(asked, handlers, body, told);
      return true;
    }
    if (head.status() == SC_REQUESTED_RANGE_NOT_SATISFIABLE && question instanceof Completion) {
      landing.evict();
      unusable(told.detail("not-the-part"));
      return true;
    }
    if (!isConfirmation(head.status())) {
      return false;
    }
    if (question instanceof Validation asked) {
      confirmed(asked, asked.isConfirmedBy(handlers.fields()), handlers.fields(), told);
    } else if (question instanceof Choice asked) {
      Validation chosen = asked.confirmedBy(handlers.fields());
      if (chosen == null) {
        landing.evictAll(); // else they would be offered to the next one too
        unusable(told.detail("not-selected"));
      } else {
        confirmed(chosen, true, handlers.fields(), told);
      }
    }
    return true;
  }

  private void completed(
      Completion asked, ResponseHead part, @Nullable WholeBody body, CacheStatus told) {
    PartialPage all = body == null ? null : asked.by(part, body.bytes(), run.now());
    if (all == null || !all.parts().isComplete()) {
      // RFC 9110 13.1.5: with a validator that does not hold it would have been the whole.
      landing.evict();
      unusable(told.detail("not-the-part"));
    } else {
      serve(all.head(), asked.tags(), List.of(), without -> all.toPage(without, run.now()), told);
    }
  }

  /** The handler has confirmed what is stored; or something else, which ends it. */
  private void confirmed(
      Validation asked, boolean selected, HttpFields notModified, CacheStatus told) {
    Page page = asked.page();
    if (selected) {
      HttpFields updated = run.varied(asked.updatedBy(notModified, run.now()));
      boolean tagged = exchange.policy().tagsPages();
      serve(
          new ResponseHead(page.status(), updated),
          asked.tags(),
          page.notes(),
          without -> PageMaker.page(page, updated, without, tagged, run.now(), run.notes(updated)),
          told);
    } else {
      // RFC 9111 4.3.4: a 304 about something else updates nothing; what is stored has ended.
      landing.evict();
      landing.release();
      write(page, asked.fields(), told.detail("not-selected"));
    }
  }

  /** Stores what the handler's answer has made of what is stored, and answers with it. */
  private void serve(
      ResponseHead head,
      List<String> tags,
      List<String> notes,
      Function<Set<String>, Page> page,
      CacheStatus told) {
    FillJudge.Renewed renewed = run.renew(head, tags, notes);
    write(page.apply(Set.of()), head.fields(), kept(renewed, head, page, told));
  }

  private CacheStatus kept(
      FillJudge.Renewed renewed,
      ResponseHead head,
      Function<Set<String>, Page> page,
      CacheStatus told) {
    FillJudge.Granted granted = renewed.granted();
    if (granted != null) {
      Page stored = page.apply(granted.without());
      String etag = head.fields().first("ETag");
      boolean sent = run.capturing().endedByHandler();
      return landing.keep(stored, granted, run.asked(), etag, run.cost(), sent).in(told);
    }
    if (renewed.ends()) {
      landing.evict();
    }
    landing.release();
    return told.detail(String.valueOf(renewed.refusal()));
  }

  private void write(Page page, HttpFields fields, CacheStatus told) {
    run.serve(landing.primary(), page, PageWriter.answer(exchange, page), fields, told);
  }

  /** The handler's answer is none to what the client has asked. */
  void unusable(CacheStatus told) {
    landing.release();
    run.serveBadGateway(told);
  }
}
