package io.larder.servlet;

import static jakarta.servlet.http.HttpServletResponse.SC_NOT_MODIFIED;
import static jakarta.servlet.http.HttpServletResponse.SC_OK;
import static jakarta.servlet.http.HttpServletResponse.SC_PARTIAL_CONTENT;

import io.larder.cache.CacheEntry;
import io.larder.cache.Claim;
import io.larder.cache.Lookup;
import io.larder.cache.Page;
import io.larder.http.CacheStatus;
import io.larder.http.FreshnessRules;
import io.larder.http.HttpFields;
import io.larder.http.ResponseHead;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One run of an origin for a client that wants a part of a page. What comes of it passes on to the
 * client, and is stored beside the parts that are there (RFC 9111, 3.3 and 3.4).
 *
 * <p>Nobody waits for it: ranges differ, and two clients that ask for the same are two requests.
 */
final class PartFill implements CaptureListener {

  private static final Logger LOG = System.getLogger(PartFill.class.getName());

  private final Exchange exchange;
  private final Missed missed;
  private final PartAsk ask;
  private final CacheStatus status;
  private final Claim claim;
  private final Backing backing;
  private final HttpFields before;
  private final CapturingResponse capturing;
  private final FillRequest request;
  private final AsideResponse response;
  private final FillContext context = new FillContext();
  private final FillJudge judge;

  private long began;
  private volatile @Nullable Reason lost;
  private boolean done;
  private @Nullable Kept kept;

  private PartFill(
      Exchange exchange,
      Missed missed,
      PartAsk ask,
      CacheStatus status,
      Claim claim,
      Backing backing) {
    this.exchange = exchange;
    this.missed = missed;
    this.ask = ask;
    this.status = status;
    this.claim = claim;
    this.backing = backing;
    this.before = HandlerFields.before(exchange.response());
    this.capturing = new CapturingResponse(exchange.response(), exchange.policy().maxBody(), this);
    this.request = new FillRequest(exchange.request(), capturing, ask.conditions());
    AsideFields aside = AsideFields.under(exchange.policy());
    this.response = new AsideResponse(capturing, aside, this::confirms);
    this.request.shows(response);
    this.judge = new FillJudge(exchange, before, context, aside);
  }

  /** Asks the origin for what a client wants. */
  static void run(
      Exchange exchange, Missed missed, PartAsk ask, CacheStatus status, Backing backing)
      throws IOException, ServletException {
    Claim claim = backing.store().claim(missed.key());
    if (claim.granted()) {
      new PartFill(exchange, missed, ask, status, claim, backing).run();
    } else {
      Passing.pass(exchange, Statuses.STORE_UNAVAILABLE);
    }
  }

  private void run() throws IOException, ServletException {
    exchange.request().setAttribute(FillContext.ATTRIBUTE, context);
    began = backing.ticker().read();
    boolean open = false;
    try {
      exchange.chain().doFilter(request, response);
      open = capturing.staysOpen();
      if (!open) {
        capturing.chainReturned();
      }
    } catch (IOException | ServletException | RuntimeException | Error e) {
      capturing.chainThrew();
      if (!done) {
        tell(exchange.response(), status.detail("error"));
      }
      throw e;
    } finally {
      if (!open) {
        finish();
      }
    }
  }

  private boolean confirms(int status) {
    return status == SC_NOT_MODIFIED && ask.validation() != null;
  }

  /** What completes a range is held until all of it is there. */
  @Override
  public boolean holds(int status) {
    return status == SC_PARTIAL_CONTENT && ask.completion() != null;
  }

  @Override
  public AtCommit beforeCommit(
      ResponseHead head, byte @Nullable [] wholeBody, HttpServletResponse real) {
    done = true;
    Instant now = backing.clock().instant();
    Reason known = lost;
    if (known != null) {
      tell(real, status.detail(known.token()));
      return AtCommit.PASS;
    }
    ResponseHead handlers =
        new ResponseHead(head.status(), HandlerFields.changed(before, head.fields()));
    PartAsk.PartValidation validation = ask.validation();
    if (validation != null && confirms(head.status())) {
      return confirmed(validation.known(), validation.validation(), handlers.fields(), now);
    }
    Completion completion = ask.completion();
    if (completion != null && head.status() == SC_PARTIAL_CONTENT && wholeBody != null) {
      PartialPage all = completion.by(handlers, wholeBody, now);
      if (all != null) {
        return completed(all, now);
      }
    }
    return passedOn(head, real, now);
  }

  /** The client gets what the origin has said, which is kept if it may be. */
  private AtCommit passedOn(ResponseHead head, HttpServletResponse real, Instant now) {
    if (head.status() != SC_PARTIAL_CONTENT && head.status() != SC_OK) {
      tell(real, status.forwardStatus(head.status()).detail("range"));
      return AtCommit.PASS;
    }
    ResponseHead whole = head.status() == SC_OK ? head : PartialPage.wholeOf(head);
    String refusal = judge.refusal(whole, request.knowsUser(), delay(), now);
    if (refusal != null) {
      tell(real, status.detail(refusal));
    } else if (head.status() != SC_OK && !PartialPage.hasValidator(head, now)) {
      tell(real, status.detail("no-validator"));
    } else {
      tell(real, status.stored()); // if nothing goes wrong on the way
      return AtCommit.CAPTURE;
    }
    return AtCommit.PASS;
  }

  /** The origin has confirmed what is stored: the client gets its part of that. */
  private AtCommit confirmed(
      PartialPage known, Validation validation, HttpFields notModified, Instant now) {
    boolean selected = validation.isConfirmedBy(notModified);
    PartialPage page = selected ? known.with(validation.updatedBy(notModified, now)) : known;
    CacheStatus told = status.forwardStatus(SC_NOT_MODIFIED);
    FillJudge judge = this.judge.ofConfirmed(validation.tags());
    if (selected) {
      told = keep(judge, page, told, now);
    } else {
      backing.store().evict(claim.key());
      told = told.detail(FillJudge.NOT_SELECTED);
    }
    return answer(page, told, now);
  }

  private AtCommit completed(PartialPage all, Instant now) {
    return answer(all, keep(judge, all, status, now), now);
  }

  /** Stores what is there now; what may not be stored any more has ended. */
  private CacheStatus keep(FillJudge judge, PartialPage page, CacheStatus told, Instant now) {
    String refusal = judge.refusalOf(page.head(), request.knowsUser(), delay(), now);
    FillJudge.Granted granted =
        refusal == null ? judge.termsOf(page.head(), request.knowsUser(), delay(), now) : null;
    if (granted != null) {
      return put(page.toPage(granted.without(), now), granted).in(told);
    }
    if (judge.endsWhatIsConfirmed(refusal)) {
      backing.store().evict(claim.key());
    }
    return told.detail(refusal == null ? "do-not-store" : refusal);
  }

  private Kept put(Page page, FillJudge.Granted granted) {
    Duration cost = Duration.ofNanos(Math.max(0, backing.ticker().read() - began));
    Shelf.Put put =
        new Shelf.Put(exchange.request(), granted.vary(), page, granted.terms().cost(cost));
    kept = new Kept(new Shelf(backing).put(missed.located(), claim, put));
    return kept;
  }

  private AtCommit answer(PartialPage page, CacheStatus told, Instant now) {
    Page stored = page.toPage(Set.of(), now);
    PageAnswer answer =
        PartialAnswer.to(exchange.head(), stored, page.parts(), exchange.policy().role());
    if (answer == null) {
      return AtCommit.PASS;
    }
    try {
      AnswerReset.to(exchange.response(), before);
      long age = FreshnessRules.initialAge(page.fields(), delay(), now).toNanos();
      PageWriter.write(exchange, stored, answer, age, told);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "A client went away before it had its part", e);
    }
    return AtCommit.NO_BODY;
  }

  private Duration delay() {
    return Duration.ofNanos(Math.max(0, backing.ticker().read() - began));
  }

  @Override
  public void sends() {}

  @Override
  public void lost(Reason reason) {
    lost = reason;
  }

  @Override
  public boolean replaces() {
    return false;
  }

  @Override
  public void dispatched() {}

  @Override
  public void ended() {
    finish();
  }

  private void finish() {
    if (kept == null
        && lost == null
        && capturing.captured() instanceof Captured.Complete complete) {
      keepWhatCame(complete, backing.clock().instant());
    }
    if (kept == null) {
      backing.store().abandon(claim);
    }
  }

  private void keepWhatCame(Captured.Complete complete, Instant now) {
    ResponseHead head = new ResponseHead(complete.status(), complete.fields());
    HttpFields changed = HandlerFields.changed(before, complete.fields());
    boolean whole = complete.status() == SC_OK;
    FillJudge.Granted granted =
        judge.terms(whole ? head : PartialPage.wholeOf(head), request.knowsUser(), delay(), now);
    if (granted == null) {
      return;
    }
    if (whole) {
      boolean tagged = exchange.policy().tagsPages();
      put(
          PageMaker.page(
              SC_OK, changed, complete.fields(), granted.without(), complete.body(), tagged, now),
          granted);
      return;
    }
    ResponseHead part = new ResponseHead(complete.status(), changed);
    PartialPage newer = PartialPage.ofPart(part, complete.body(), now);
    PartialPage all = newer == null ? null : withWhatIsThere(newer, now);
    if (all != null) {
      put(all.toPage(granted.without(), now), granted);
    }
  }

  /** A part and those that lie there by now; null if the whole does. */
  private @Nullable PartialPage withWhatIsThere(PartialPage newer, Instant now) {
    Lookup<Page> found = backing.store().find(claim.key());
    Page page = found instanceof CacheEntry<Page> entry ? entry.value() : null;
    if (page == null || Variants.isMark(page)) {
      return newer;
    }
    if (!PartialPage.is(page)) {
      return newer.parts().validator().equals(page.etag()) ? null : newer;
    }
    PartialPage there = PartialPage.of(page);
    PartialPage all = there == null ? null : there.plus(newer, now);
    return all == null || all.parts().size() > exchange.policy().maxBody() ? newer : all;
  }

  private void tell(HttpServletResponse real, CacheStatus status) {
    real.addHeader(CacheStatus.FIELD, exchange.policy().tell(status));
  }
}
