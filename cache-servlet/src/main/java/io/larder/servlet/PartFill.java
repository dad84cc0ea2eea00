package io.larder.servlet;

import static jakarta.servlet.http.HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
import static jakarta.servlet.http.HttpServletResponse.SC_NOT_MODIFIED;
import static jakarta.servlet.http.HttpServletResponse.SC_OK;
import static jakarta.servlet.http.HttpServletResponse.SC_PARTIAL_CONTENT;
import static jakarta.servlet.http.HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE;

import io.larder.cache.CacheEntry;
import io.larder.cache.Claim;
import io.larder.cache.Page;
import io.larder.http.CacheStatus;
import io.larder.http.HttpFields;
import io.larder.http.RangeFields;
import io.larder.http.ResponseHead;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One run of an origin for a client that wants a part of a page. What comes of it passes on to the
 * client, and is stored beside the parts that are there (RFC 9111, 3.3 and 3.4).
 *
 * <p>Nobody waits for it: ranges differ, and two clients that ask for the same are two requests.
 */
final class PartFill implements CaptureListener {

  private final Exchange exchange;
  private volatile PartAsk ask;
  private final CacheStatus status;
  private final StandIn standIn;
  private final Claim claim;
  private final String primary;
  private final Backing backing;
  private final HandlerRun run;
  private final PartShelf shelf;
  private volatile @Nullable Reason lost;
  private volatile boolean gaveUp;
  private boolean told;
  private @Nullable Kept kept;

  private PartFill(
      Exchange exchange,
      Missed missed,
      PartAsk ask,
      CacheStatus status,
      @Nullable Stale stale,
      Claim claim,
      Backing backing) {
    this.exchange = exchange;
    this.ask = ask;
    this.status = status;
    this.claim = claim;
    this.primary = missed.primary();
    this.backing = backing;
    this.run = new HandlerRun(exchange, ask.conditions(), this::isAnswer, this, backing);
    this.standIn = new StandIn(exchange, missed.located(), stale, run.before(), backing);
    this.shelf = new PartShelf(missed.located(), claim, run, backing);
    Question asked = ask.question();
    if (asked != null) {
      PartAsk same = PartAsk.same(exchange);
      run.mayGiveUp(asked, same.conditions(), () -> giveUp(same));
    }
  }

  /** The origin has something else to say than about what is stored. */
  private void giveUp(PartAsk same) {
    gaveUp = true;
    ask = same;
  }

  /** Asks the origin for what a client wants. */
  static void run(Exchange exchange, Missed missed, CacheStatus status, Backing backing)
      throws IOException, ServletException {
    Claim claim = backing.store().claim(missed.key());
    // What is found may be a part that will do if the origin fails.
    Stale stale = missed.found() instanceof CacheEntry<Page> entry ? Stale.ofAny(entry) : null;
    if (claim.granted()) {
      // What was ended before the claim must not be confirmed under it.
      Located still = missed.located().again(backing.store(), exchange);
      PartAsk ask = PartAsk.of(exchange, still.found(), backing.clock().instant());
      new PartFill(exchange, missed, ask, status, stale, claim, backing).run();
    } else {
      Passing.pass(exchange, Statuses.STORE_UNAVAILABLE);
    }
  }

  private void run() throws IOException, ServletException {
    if (!standIn.isPossible()) {
      Tally.missed(exchange, primary);
    }
    boolean open = false;
    try {
      run.run();
      open = run.capturing().staysOpen();
      if (!open) {
        run.capturing().chainReturned();
      }
    } catch (IOException | ServletException | RuntimeException | Error e) {
      run.fails();
      run.capturing().chainThrew();
      if (told || !standIn.replaces(e)) {
        if (!told) {
          run.tell(exchange.response(), status.detail("error"));
        }
        throw e;
      }
    } finally {
      if (!open) {
        finish();
      }
    }
  }

  @Override
  public boolean replaces() {
    return standIn.replaces(SC_INTERNAL_SERVER_ERROR);
  }

  /** Which errors are looked at here that the handler has the container make. */
  private boolean isAnswer(int status) {
    return confirms(status) || standIn.isFor(status);
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
  public boolean dropsTrailers() {
    return exchange.policy().isProxy();
  }

  @Override
  public boolean keepsBeginnings() {
    return true;
  }

  @Override
  public AtCommit beforeCommit(
      ResponseHead head, @Nullable WholeBody wholeBody, HttpServletResponse real) {
    Reason reason = lost;
    if (Endings.isServerError(head.status())) {
      run.fails();
    }
    if (reason == null && standIn.isFor(head.status()) && standIn.replaces(head.status())) {
      told = true;
      return AtCommit.NO_BODY;
    }
    told = true;
    if (reason != null) {
      run.tell(real, status.detail(reason.token()));
      return AtCommit.PASS;
    }
    ResponseHead handlers = new ResponseHead(head.status(), run.changed(head.fields()));
    PartAsk.PartValidation validation = ask.validation();
    if (validation != null && confirms(head.status())) {
      return confirmed(validation.known(), validation.validation(), handlers.fields());
    }
    Completion completion = ask.completion();
    if (completion != null && holds(head.status()) && wholeBody != null) {
      PartialPage all = completion.by(handlers, wholeBody.bytes(), run.now());
      if (all != null) {
        return answer(all, keep(all, completion.tags(), status));
      }
    }
    if (completion != null && head.status() == SC_REQUESTED_RANGE_NOT_SATISFIABLE) {
      backing.store().evict(claim.key()); // that was asked by what is stored, not by the client
      run.serveBadGateway(status.forwardStatus(head.status()).detail("not-the-part"));
      return AtCommit.NO_BODY;
    }
    return passedOn(head, wholeBody, real);
  }

  /** The client gets what the origin has said, which is kept if it may be. */
  private AtCommit passedOn(
      ResponseHead head, @Nullable WholeBody wholeBody, HttpServletResponse real) {
    if (head.status() != SC_PARTIAL_CONTENT && head.status() != SC_OK) {
      run.tell(real, status.forwardStatus(head.status()).detail("range"));
      return AtCommit.PASS;
    }
    String refusal = run.refusal(PartShelf.wholeOf(head));
    boolean part = head.status() != SC_OK;
    if (refusal != null) {
      run.tell(real, status.detail(refusal));
    } else if (part && !RangeFields.tellWhich(head.fields())) {
      run.tell(real, status.detail("content-range"));
    } else if (part && !PartialPage.hasValidator(head, run.now())) {
      run.tell(real, status.detail("no-validator"));
    } else {
      run.tell(real, status.stored()); // if nothing goes wrong on the way
      if (wholeBody != null) {
        hasAll(new Captured.Complete(head.status(), head.fields(), wholeBody.bytes()));
      }
      return AtCommit.CAPTURE;
    }
    return AtCommit.PASS;
  }

  /** Nobody waits for this: it is stored before its client can ask for it again. */
  @Override
  public void hasAll(Captured.Complete response) {
    kept = keepWhatCame(response);
  }

  /** The origin has confirmed what is stored: the client gets its part of that. */
  private AtCommit confirmed(PartialPage known, Validation validation, HttpFields notModified) {
    CacheStatus said = status.forwardStatus(SC_NOT_MODIFIED);
    if (validation.isConfirmedBy(notModified)) {
      PartialPage page = known.with(validation.updatedBy(notModified, run.now()));
      return answer(page, keep(page, validation.tags(), said));
    }
    backing.store().evict(claim.key());
    return answer(known, said.detail("not-selected"));
  }

  /** Stores what is there now; what may not be stored any more has ended. */
  private CacheStatus keep(PartialPage page, List<String> tags, CacheStatus said) {
    FillJudge.Renewed renewed = run.renew(page.head(), tags, List.of());
    FillJudge.Granted granted = renewed.granted();
    if (granted != null) {
      Kept now = shelf.put(page.toPage(granted.without(), run.now()), granted, page.fields());
      kept = now;
      return now.in(said);
    }
    if (renewed.ends()) {
      backing.store().evict(claim.key());
    }
    return said.detail(String.valueOf(renewed.refusal()));
  }

  private AtCommit answer(PartialPage page, CacheStatus said) {
    Page stored = page.toPage(Set.of(), run.now());
    PageAnswer answer =
        PartialAnswer.to(exchange.head(), stored, page.parts(), exchange.policy().role());
    if (answer != null) {
      run.serve(primary, stored, answer, page.fields(), said);
    } else if (confirms(exchange.response().getStatus())) {
      run.serveBadGateway(said.detail("not-the-part"));
    } else {
      run.tell(exchange.response(), said);
      return AtCommit.PASS; // a part of another size, as the origin says itself
    }
    return AtCommit.NO_BODY;
  }

  @Override
  public void takenBack(HttpServletResponse response) {
    run.tell(response, status.detail(Reason.RESET.token()));
  }

  @Override
  public void whole() {
    run.whole();
  }

  @Override
  public void lost(Reason reason) {
    lost = reason;
  }

  @Override
  public void ended() {
    finish();
  }

  private void finish() {
    Tally.missed(exchange, primary); // unless it was answered with what is stale
    if (kept == null) {
      kept = keepWhatCame(run.capturing().captured());
    }
    if (kept == null && gaveUp) {
      backing.store().evict(claim.key());
    } else if (kept == null) {
      backing.store().abandon(claim);
    }
    run.count(primary, kept, lost);
  }

  private @Nullable Kept keepWhatCame(Captured captured) {
    if (captured instanceof Captured.Incomplete incomplete) {
      Captured.Complete beginning = incomplete.beginning();
      return beginning == null ? null : shelf.keepBeginning(beginning);
    }
    Captured.Complete came = (Captured.Complete) captured;
    return came.status() == SC_OK ? keepWhole(came) : shelf.keep(came);
  }

  private @Nullable Kept keepWhole(Captured.Complete came) {
    FillJudge.Granted granted = run.terms(new ResponseHead(SC_OK, came.fields()));
    if (granted == null) {
      return null;
    }
    Page page = run.page(SC_OK, came.fields(), came.body(), granted);
    return shelf.put(page, granted, came.fields());
  }
}
